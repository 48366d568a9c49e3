import { spawnSync } from 'node:child_process';
import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root, startSite, stopAll } from './site.ts';

/** Building a small site takes seconds on an idle machine. */
const buildMs = 5 * 60_000;
/** Installing, linting, testing and building a clone takes many minutes. */
const longMs = 60 * 60_000;

let parent: string;
beforeEach(() => void (parent = mkdtempSync(join(tmpdir(), 'wirelab-clones-'))));
afterEach(async () => {
	await stopAll();
	rmSync(parent, { recursive: true });
	// Deleting a clone takes long: it has tens of thousands of files.
}, buildMs);

const names = ['wirelab (1)', 'ワイヤラボ 日本語 😀', `a b [x] {y} 100% %20 + & ! $HOME 'q' "r"`];

/** Runs a program without the tests' environment, expects success, and returns its output. */
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

/** A minimal site for the project's adapter, with a server that responds. */
function smallSite(folder: string): void {
	const files = {
		'package.json': JSON.stringify({ type: 'module', dependencies: {} }),
		'package-lock.json': '{}',
		'svelte.config.js': `import adapter from './src/build/adapter.js';
			const csp = { directives: { 'script-src': ['self'] } };
			export default { kit: { adapter: adapter(), csp } };`,
		'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };`,
		'src/app.html': '<body>%sveltekit.head%<div>%sveltekit.body%</div></body>',
		'src/routes/+layout.js': `export const prerender = true; export const trailingSlash = 'always';`,
		'src/routes/+page.svelte': '<p>served</p><a href="/404/">the page that the adapter takes</a>',
		'src/routes/404/+page.svelte': '<p>not found</p>',
		'src/server.ts': `
			import { createServer } from 'node:http';
			const { handler } = await import('./handler.js');
			const server = createServer(handler).listen(Number(process.env.PORT), '127.0.0.1');
			server.on('listening', () => console.log('Listening on'));`,
		'src/instance.ts': 'process.exit(0);'
	};
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(join(folder, file, '..'), { recursive: true });
		writeFileSync(join(folder, file), text);
	}
	for (const file of readdirSync(`${root}src/build`).filter((name) => name.endsWith('.js'))) {
		cpSync(`${root}src/build/${file}`, join(folder, 'src/build', file));
	}
	symlinkSync(`${root}node_modules`, join(folder, 'node_modules'));
}

test(
	'the adapter builds a site in a folder with special characters in its name, and the site starts',
	async () => {
		const folder = join(parent, names.join(' '));
		smallSite(folder);
		run(folder, [process.execPath, 'node_modules/vite/bin/vite.js', 'build']);
		const site = await startSite({ cwd: folder });
		expect(await (await fetch(site.url)).text()).toContain('<p>served</p>');
	},
	buildMs
);

/** Git on Windows checks out files with CRLF line ends; `core.autocrlf` does the same here. */
describe.runIf(process.env.WIRELAB_LONG)('a clone with core.autocrlf', () => {
	test.each(names)(
		'in a folder named %s passes lint and unit tests, builds, and starts',
		async (name) => {
			const folder = join(parent, name);
			run(parent, ['git', 'clone', '--quiet', '--config', 'core.autocrlf=true', root, folder]);
			run(folder, ['npm', 'ci', '--prefer-offline', '--no-audit', '--no-fund']);
			for (const script of ['lint', 'test:unit', 'build']) run(folder, ['npm', 'run', script]);
			const site = await startSite({ cwd: folder, command: ['npm', 'start'] });
			try {
				expect(site.output()).not.toContain('building');
				expect((await fetch(site.url)).status).toBe(200);
			} finally {
				// npm passes the signal on to the server; a killed npm would leave it running.
				site.child.kill('SIGTERM');
				await site.ended;
			}
		},
		longMs
	);
});
