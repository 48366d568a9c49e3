import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createLogger, createServer, type ViteDevServer } from 'vite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pageLint } from './vite-page-lint.ts';

let root: string;
let server: ViteDevServer;
/** The errors in the terminal, and those that the browser receives. */
let logged: string[];
let sent: string[];

const path = (name: string) => join(root, name);
const write = (name: string, text: string) => {
	mkdirSync(dirname(path(name)), { recursive: true });
	writeFileSync(path(name), text);
};
/** Writes a file and emits the watcher's event. */
const edit = (name: string, text: string) => {
	write(name, text);
	server.watcher.emit('change', path(name));
};
/** Waits until a check has written its process id; returns the id. */
const checked = (name: string) =>
	vi.waitFor(() => {
		const pid = Number(readFileSync(path(name), 'utf8'));
		// The file exists before its content does.
		expect(pid).toBeGreaterThan(0);
		return pid;
	});

beforeEach(async () => {
	root = mkdtempSync(join(tmpdir(), 'wirelab-page-lint-'));
	symlinkSync(resolve('node_modules'), path('node_modules'), 'dir');
	// Replaces the linter: the words of a page decide what it does.
	write(
		'scripts/lint-content.ts',
		`import { readFileSync, writeFileSync } from 'node:fs';
		const file = process.argv[2] ?? '';
		const text = readFileSync(file, 'utf8');
		writeFileSync(text.split(' ')[0] + '.checked', String(process.pid));
		if (text.includes('endless')) setInterval(() => undefined, 1000);
		if (text.includes('wrong')) {
			console.error(file + ':3: a mistake\\ncontent/ja/other.md:1: of another page');
			process.exitCode = 1;
		}`
	);
	logged = [];
	sent = [];
	server = await createServer({
		root,
		configFile: false,
		customLogger: { ...createLogger('silent'), error: (text) => void logged.push(text) },
		plugins: [pageLint()],
		appType: 'custom',
		server: { middlewareMode: true, ws: false, watch: null },
		optimizeDeps: { noDiscovery: true }
	});
	server.environments.client.hot.send = (payload: unknown) =>
		void sent.push((payload as { err: { message: string } }).err.message);
});
afterEach(async () => {
	await server.close();
	rmSync(root, { recursive: true });
});

const mistake = 'content/ja/10-a.md:3: a mistake';

test('the mistakes in an edited page are shown in the terminal and in the browser', async () => {
	edit('content/ja/10-a.md', 'first wrong');
	await vi.waitFor(() => expect(sent).toEqual([mistake]));
	expect(logged).toEqual([mistake]);
});

test('nothing is shown for a page without mistakes, and other files are not checked', async () => {
	edit('src/a.ts', 'code wrong');
	edit('content/facts.yaml', 'facts wrong');
	edit('content/ja/10-a.md', 'right');
	await checked('right.checked');
	edit('content/ja/10-a.md', 'then wrong');
	await vi.waitFor(() => expect(sent).toEqual([mistake]));
	expect(logged).toEqual([mistake]);
	for (const name of ['code', 'facts']) expect(existsSync(path(`${name}.checked`))).toBe(false);
});

test('the check of an earlier edit is stopped', async () => {
	edit('content/ja/10-a.md', 'earlier endless wrong');
	const earlier = await checked('earlier.checked');
	edit('content/ja/10-a.md', 'later wrong');
	await vi.waitFor(() => expect(sent).toEqual([mistake]));
	await vi.waitFor(() => expect(() => process.kill(earlier, 0)).toThrow());
	expect(sent).toEqual([mistake]);
});
