import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sourceStamp, stampFile } from '../../src/build/build-stamp.js';
import { until } from '../contract/lib/wait.ts';
import { root, spawnSite, startSite, stopAll } from './site.ts';

// Each test starts two processes several times.
vi.setConfig({ testTimeout: 120_000 });
afterEach(stopAll);

const start = [process.execPath, `${root}scripts/start.js`] as const;
const untilGone = (url: string) =>
	until(
		() =>
			fetch(url).then(
				() => false,
				() => true
			),
		'the server to be gone'
	);

/** A project that builds instantly. Its server prints one line and exits. */
function project() {
	const folder = mkdtempSync(join(tmpdir(), 'wirelab-start-'));
	const write = (file: string, text: string) => {
		mkdirSync(dirname(join(folder, file)), { recursive: true });
		writeFileSync(join(folder, file), text);
	};
	for (const file of ['scripts/start.js', 'src/build/build-stamp.js']) {
		cpSync(`${root}${file}`, join(folder, file));
	}
	write('package.json', '{"type":"module"}');
	write(
		'node_modules/vite/bin/vite.js',
		`import { mkdirSync, writeFileSync } from 'node:fs';
		import { sourceStamp, stampFile } from '../../../src/build/build-stamp.js';
		mkdirSync('build', { recursive: true });
		writeFileSync('build/index.js', "console.log('Listening on nothing')");
		writeFileSync('build/' + stampFile, sourceStamp('.', process.env));
		console.log('vite v8 building ssr environment for production...');
		console.log('.svelte-kit/output/server/a.js  1 kB');
		// SvelteKit names its steps only at this level.
		if (process.argv.slice(3).join(' ') === '--logLevel info') console.log('  Prerendering');
		console.log('built by ' + process.argv[2]);
		console.log('for ' + (process.env.PUBLIC_SITE_URL || 'no address'));`
	);
	/** Runs `npm start` there. Resolves with what it prints. */
	const run = async (env: Record<string, string> = {}) => {
		const command = [process.execPath, join(folder, 'scripts/start.js')] as const;
		const site = await spawnSite({ command, env });
		expect(await site.ended).toEqual({ code: 0, signal: null });
		return site.output();
	};
	return { folder, write, run };
}

test('npm start builds if the build is missing or stale, and serves it [command-start]', async () => {
	const { folder, write, run } = project();
	const first = await run();
	expect(first).toMatch(/There is no build yet.*built by build\nfor.*Listening/s);
	// Prints the current step, but not the lists of files.
	expect(first).toMatch(/ s {2}compiling the pages …\n +\d+ s {2}rendering the pages …\n/);
	expect(first).not.toContain('a.js');
	expect(await run()).toBe('Listening on nothing\n');
	write('src/changed.ts', 'changed');
	expect(await run()).toMatch(/The sources have changed.*built by build\nfor.*Listening/s);
	expect(await run({ PUBLIC_SITE_URL: 'https://example.org' })).toContain('built by build');
	rmSync(folder, { recursive: true });
});

test('npm start keeps the site URL of the last build while PUBLIC_SITE_URL is unset [command-start-address]', async () => {
	const { folder, write, run } = project();
	const [one, two] = ['https://one.example', 'https://two.example'];
	expect(await run({ PUBLIC_SITE_URL: one })).toContain(`built by build\nfor ${one}`);
	const kept = `PUBLIC_SITE_URL is not set: keeping ${one} of the last build`;
	expect(await run()).toMatch(new RegExp(`^${kept}.*\nListening on nothing\n$`));
	write('src/changed.ts', 'changed');
	const rebuilt = await run();
	expect(rebuilt).toContain(kept);
	expect(rebuilt).toContain(`built by build\nfor ${one}`);
	expect(await run({ PUBLIC_SITE_URL: two })).toContain(`built by build\nfor ${two}`);
	expect(await run({ PUBLIC_SITE_URL: '' })).toContain('built by build\nfor no address');
	expect(await run()).toBe('Listening on nothing\n');
	rmSync(folder, { recursive: true });
});

test('npm start without a build and without the tools to build prints what to do', async () => {
	const { folder } = project();
	rmSync(join(folder, 'node_modules'), { recursive: true });
	const command = [process.execPath, join(folder, 'scripts/start.js')] as const;
	const site = await spawnSite({ command });
	expect(await site.ended).toEqual({ code: 1, signal: null });
	expect(site.output()).toBe(
		'There is no build yet, and the tools for building are not installed: run npm ci\n'
	);
	rmSync(folder, { recursive: true });
});

test.each(['2>/dev/null | true', '>/dev/full 2>&1', '>&- 2>&-'])(
	'npm start builds and exits properly with unwritable output: %s',
	async (redirection) => {
		const { folder } = project();
		const start = `"${process.execPath}" "${join(folder, 'scripts/start.js')}"`;
		const command = ['/bin/sh', '-c', `{ ${start}; echo $? >code; } ${redirection}`] as const;
		const site = await spawnSite({ command, cwd: folder });
		await site.ended;
		expect(readFileSync(join(folder, 'code'), 'utf8')).toBe('0\n');
		expect(existsSync(join(folder, 'build/index.js'))).toBe(true);
		rmSync(folder, { recursive: true });
	}
);

describe('npm start', () => {
	beforeAll(() => {
		// Otherwise every test here would build for a minute.
		const stamp = readFileSync(`${root}build/${stampFile}`, 'utf8');
		if (stamp !== sourceStamp(root, {})) throw new Error('the build is stale: npm run build');
	});

	test('serves a fresh build without building again [command-start]', async () => {
		const site = await startSite({ command: start });
		expect(site.output()).not.toContain('building');
		expect((await fetch(site.url)).status).toBe(200);
		site.child.kill('SIGTERM');
		await site.ended;
	});

	test.each(['SIGTERM', 'SIGINT'] as const)(
		'forwards %s and exits with the code of the server',
		async (signal) => {
			const site = await startSite({ command: start });
			site.child.kill(signal);
			expect(await site.ended).toEqual({ code: 0, signal: null });
			await untilGone(site.url);
		}
	);

	test('prints the server’s error and exits for an invalid value [settings-bad]', async () => {
		const site = await startSite({ command: start, env: { PORT: 'x' } }).catch(String);
		expect(site).toContain('Bad environment variable PORT="x"');
	});

	test.runIf(process.platform !== 'win32')(
		'exits when the shell in which npm ran it is killed',
		async () => {
			const site = await startSite({ command: ['/bin/sh', '-c', `"${start.join('" "')}"; exit`] });
			expect((await fetch(site.url)).status).toBe(200);
			site.child.kill('SIGKILL');
			await untilGone(site.url);
		}
	);
});
