import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { readRegion } from '../../src/markdown/region.ts';
import { chromium as chromiumTool, chromiumFlags } from '../../scripts/lib/chromium.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';

const run = promisify(execFile);
const here = import.meta.dirname;
const root = resolve(here, '../..');
const patience = { timeout: 60_000, interval: 100 };

/** The registry brings one package that this project has no use for: the adapter of new projects. */
async function reachesRegistry(): Promise<boolean> {
	try {
		await run('npm', ['view', '@sveltejs/adapter-auto', 'version', '--prefer-offline'], {
			timeout: 20_000
		});
		return true;
	} catch {
		if (process.env.CI) throw new Error('the registry is out of reach, and CI must not skip this');
		return false;
	}
}

const isOnline = await reachesRegistry();
const browser = toolForTests(chromiumTool);
const hint = isOnline ? '' : ' (skipped: the package registry is out of reach)';

describe.skipIf(!isOnline)(`the first steps, as the page prints them${hint}`, () => {
	let folder: string;
	let app: string;
	let port: number;
	let process_: ChildProcess | undefined;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'first-steps-'));
		app = join(folder, 'my-app');
		// npx finds the pinned sv here; the new project finds nothing else.
		await mkdir(join(folder, 'node_modules/.bin'), { recursive: true });
		for (const path of ['sv', '.bin/sv']) {
			await symlink(join(root, 'node_modules', path), join(folder, 'node_modules', path));
		}
		port = await freePort();
		const [create = '', ...rest] = await commands('create');
		await shell(folder, [create]);
		await pinVersions();
		await shell(folder, rest);
	}, 300_000);

	afterAll(async () => {
		await stop();
		await rm(folder, { recursive: true, force: true });
	});

	test(
		'I1: SSE: the files are sound, and the page shows what arrives',
		{ timeout: 300_000 },
		async () => {
			await lay('1-sse');
			await start(
				'npm',
				'run',
				'dev',
				'--',
				'--host',
				'127.0.0.1',
				'--port',
				`${port}`,
				'--strictPort'
			);
			const stream = await fetch(`http://127.0.0.1:${port}/api/events`);
			expect(stream.headers.get('content-type')).toBe('text/event-stream');
			const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
			expect((await reader?.read())?.value).toMatch(/^id: \d+\ndata: \{"id":\d+,"text":"20/);
			await reader?.cancel();
			// S1: the process outlives the reader
			await expectPage('/sse', async (page) => {
				await page.getByRole('listitem').nth(2).waitFor();
			});
			await stop();
		}
	);

	test(
		'I1: WebSocket: a message comes back, on the port of the pages',
		{ timeout: 300_000 },
		async () => {
			await shell(app, await commands('websocket'));
			await lay('2-websocket');
			await start(
				'npm',
				'run',
				'dev',
				'--',
				'--host',
				'127.0.0.1',
				'--port',
				`${port}`,
				'--strictPort'
			);
			await expectWebSocket();
			await expectPage('/websocket', say);
			await stop();
		}
	);

	test(
		'I1: Socket.IO: a message is acknowledged and comes back',
		{ timeout: 300_000 },
		async () => {
			await shell(app, await commands('socket-io'));
			await lay('3-socket-io');
			await start(
				'npm',
				'run',
				'dev',
				'--',
				'--host',
				'127.0.0.1',
				'--port',
				`${port}`,
				'--strictPort'
			);
			await expectSocketIo();
			await expectWebSocket();
			await expectPage('/socket-io', say);
			await stop();
		}
	);

	test(
		'V1: the production server has all three on its one port',
		{ timeout: 300_000 },
		async () => {
			await lay('4-production');
			const [build = '', serve = ''] = await commands('production');
			await shell(app, [build]);
			await start(...serve.split(' '));
			const stream = await fetch(`http://127.0.0.1:${port}/api/events`);
			expect(stream.headers.get('content-type')).toBe('text/event-stream');
			await stream.body?.cancel();
			await expectWebSocket();
			await expectSocketIo();
			await stop();
		}
	);

	/** Lays a step's files over the project and has them type-checked. */
	async function lay(step: string) {
		await cp(join(here, 'steps', step), app, { recursive: true });
		await shell(app, ['npm run check']);
	}

	async function commands(region: string): Promise<string[]> {
		const file = await readFile(join(here, 'commands.sh'), 'utf8');
		return readRegion(file, region).split('\n');
	}

	/** Runs lines in one shell. What they install has the versions that this project has. */
	async function shell(cwd: string, lines: string[]) {
		const pinned = await Promise.all(lines.map(pinLine));
		const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false' };
		try {
			await run('bash', ['-ec', pinned.join('\n')], { cwd, env, maxBuffer: 2 ** 24 });
		} catch (error) {
			const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
			throw new Error(`${lines.join('; ')}:\n${stdout}\n${stderr}`, { cause: error });
		}
	}

	async function pinLine(line: string): Promise<string> {
		if (!line.startsWith('npm install ')) return line;
		const words = line.split(' ').map(async (word, n) => {
			const version = n < 2 || word.startsWith('-') ? null : await versionHere(word);
			return version === null ? word : `${word}@${version}`;
		});
		return (await Promise.all(words)).join(' ');
	}

	async function pinVersions() {
		const path = join(app, 'package.json');
		const made = JSON.parse(await readFile(path, 'utf8')) as {
			devDependencies: Record<string, string>;
		};
		for (const name of Object.keys(made.devDependencies)) {
			const version = await versionHere(name);
			if (version !== null) made.devDependencies[name] = version;
		}
		await writeFile(path, JSON.stringify(made, null, '\t'));
	}

	async function start(command = '', ...args: string[]) {
		const env = { ...process.env, PORT: `${port}`, HOST: '127.0.0.1', NODE_ENV: undefined };
		process_ = spawn(command, args, { cwd: app, env, stdio: 'ignore', detached: true });
		await vi.waitFor(async () => {
			expect((await fetch(`http://127.0.0.1:${port}/`)).ok).toBe(true);
		}, patience);
	}

	/** Ends what was started, with its children: npm does not always hand signals on. */
	async function stop() {
		const running = process_;
		process_ = undefined;
		if (running?.pid === undefined || running.exitCode !== null) return;
		const exit = once(running, 'exit');
		process.kill(-running.pid, 'SIGKILL');
		await exit;
	}

	async function expectWebSocket() {
		const url = `ws://127.0.0.1:${port}/ws`;
		const socket = new WebSocket(url, { origin: `http://127.0.0.1:${port}` });
		await once(socket, 'open');
		socket.send('こんにちは');
		const [data] = (await once(socket, 'message')) as [Buffer];
		expect(JSON.parse(data.toString())).toEqual({ id: expect.any(Number), text: 'こんにちは' });
		socket.close();
		const stranger = new WebSocket(url, { origin: 'https://evil.example' });
		const [error] = (await once(stranger, 'error', { signal: AbortSignal.timeout(20_000) })) as [
			Error
		];
		expect(error.message).toContain('403');
	}

	async function expectSocketIo() {
		const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
		const heard = new Promise((hear) => socket.once('message', hear));
		expect(await socket.timeout(10_000).emitWithAck('message', 'やあ')).toEqual({ ok: true });
		expect(await heard).toEqual({ id: expect.any(Number), text: 'やあ' });
		expect(await socket.timeout(10_000).emitWithAck('message', null)).toEqual({ ok: false });
		socket.disconnect();
	}

	type Page = Awaited<ReturnType<Awaited<ReturnType<typeof chromium.launch>>['newPage']>>;

	async function say(page: Page) {
		await page.getByText('接続しました').waitFor();
		await page.getByLabel('発言', { exact: true }).fill('画面から');
		await page.getByRole('button').click();
		await page.getByRole('listitem').getByText('画面から').waitFor();
	}

	async function expectPage(path: string, look: (page: Page) => Promise<void>) {
		if (!browser) return;
		const window = await chromium.launch({ executablePath: browser.path, args: chromiumFlags });
		try {
			const page = await window.newPage();
			await page.goto(`http://127.0.0.1:${port}${path}`);
			await look(page);
		} finally {
			await window.close();
		}
	}
});

async function versionHere(name: string): Promise<string | null> {
	try {
		const file = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8');
		return (JSON.parse(file) as { version: string }).version;
	} catch {
		return null;
	}
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
