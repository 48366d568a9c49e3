import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root, startSite, stopAll } from './site.ts';

let parent: string;
beforeEach(() => void (parent = mkdtempSync(join(tmpdir(), 'wirelab-clones-'))));
afterEach(async () => {
	await stopAll();
	rmSync(parent, { recursive: true });
});

const names = [
	'wirelab (1)',
	'ワイヤラボ 日本語 😀',
	`a b [x] {y} 100% %20 + & ! $HOME 'q' "r"`,
	'wirelab #1'
];

/** Programs of the project, run as npm scripts run them, with no setting of the tests' own. */
function run(cwd: string, args: string[]): string {
	const { PATH, HOME } = process.env;
	const { status, stdout, stderr } = spawnSync(args[0]!, args.slice(1), {
		cwd,
		env: { PATH, HOME },
		encoding: 'utf8',
		maxBuffer: 1 << 26
	});
	expect(status, `${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
	return stdout + stderr;
}

/** The smallest site that is built by the project's adapter, with an entry that answers. */
function smallSite(folder: string): void {
	const files = {
		'package.json': JSON.stringify({ type: 'module', dependencies: {} }),
		'package-lock.json': '{}',
		'svelte.config.js': `import adapter from './src/adapter.js';\nexport default { kit: { adapter: adapter() } };`,
		'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };`,
		'src/app.html': '<body>%sveltekit.head%<div>%sveltekit.body%</div></body>',
		'src/routes/+page.svelte': '<p>served</p>',
		'src/server.ts': `
			import { createServer } from 'node:http';
			const { handler } = await import('./handler.js');
			const server = createServer(handler).listen(Number(process.env.PORT), '127.0.0.1');
			server.on('listening', () => console.log('Listening on'));`
	};
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(join(folder, file, '..'), { recursive: true });
		writeFileSync(join(folder, file), text);
	}
	for (const file of ['adapter.js', 'build-stamp.js']) {
		cpSync(`${root}src/${file}`, join(folder, 'src', file));
	}
	symlinkSync(`${root}node_modules`, join(folder, 'node_modules'));
}

test.each(names)(
	'a site in a folder named %s is built by the adapter, and starts',
	async (name) => {
		const folder = join(parent, name);
		smallSite(folder);
		run(folder, [process.execPath, 'node_modules/vite/bin/vite.js', 'build']);
		const site = await startSite({ cwd: folder });
		expect(await (await fetch(site.url)).text()).toContain('<p>served</p>');
	}
);
