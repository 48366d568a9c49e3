import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type ViteDevServer } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { realtimeHost } from '../../src/build/vite-realtime.ts';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../support/free-port.ts';
import { listen } from '../support/listen.ts';
import { root } from './site.ts';

let folder: string;
let server: ViteDevServer;
let port: number;

beforeEach(async () => {
	// Inside the project, so that its packages are resolved.
	mkdirSync(`${root}.svelte-kit`, { recursive: true });
	folder = mkdtempSync(`${root}.svelte-kit/host-`);
	cpSync(`${root}tests/host/fixture`, folder, { recursive: true });
	port = await freePort();
	server = await createServer(options());
	await server.listen();
});

afterEach(async () => {
	await server.close();
	rmSync(folder, { recursive: true });
});

const options = () => ({
	root: folder,
	configFile: false as const,
	logLevel: 'silent' as const,
	appType: 'custom' as const,
	server: { port, strictPort: true, host: '127.0.0.1' },
	plugins: [realtimeHost()]
});

/** A WebSocket with its received texts and its close code. */
async function open(path: string, protocol?: string) {
	const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol);
	const texts: string[] = [];
	let code: number | undefined;
	ws.on('message', (data: Buffer) => texts.push(data.toString()));
	ws.on('error', () => undefined);
	ws.on('close', (closeCode) => (code = closeCode));
	await until(() => texts[0] ?? code, `an answer at ${path}`);
	return { ws, texts, code: () => code };
}

const version = async () => (await fetch(`http://127.0.0.1:${port}/version`)).text();
const edit = (name: string) =>
	writeFileSync(`${folder}/src/lib/server/host/version.ts`, `export const version = '${name}';\n`);
/** Writes repeatedly, because the watcher may not be ready yet and may miss changes in quick succession. */
const editUntilSeen = (name: string) =>
	until(async () => {
		edit(name);
		return (await version()) === name;
	}, 'the edited code');

describe('the Vite plugin in development', () => {
	test('serves requests and upgrades for the realtime server on Vite’s own port', async () => {
		expect((await open('/ws')).texts).toEqual(['first ignore']);
		expect(await version()).toBe('first');
	});

	test('V15: Vite’s own HMR socket works beside ours', async () => {
		const hmr = await open('/', 'vite-hmr');
		expect(hmr.texts).toEqual(['{"type":"connected"}']);
		expect((await open('/ws')).texts).toEqual(['first ignore']);
		server.ws.send('custom:event', { still: 'there' });
		await until(() => hmr.texts.some((text) => text.includes('still')), 'the HMR event');
	});

	test('edited server code replaces the old code, and old connections close with 1012', async () => {
		const before = await open('/ws');
		await editUntilSeen('second');
		await until(() => before.code(), 'the end of the old connection');
		expect(before.code()).toBe(1012);
		expect((await open('/ws')).texts).toEqual(['second ignore']);
		expect(server.httpServer?.listenerCount('upgrade')).toBe(2);
	});

	test('the old server keeps running while the edited code does not compile', async () => {
		const before = await open('/ws');
		await until(async () => {
			edit("broken'");
			const loaded = server.ssrLoadModule('/src/lib/server/host/start.ts');
			return loaded.then(
				() => false,
				() => true
			);
		}, 'Vite to see the mistake');
		expect(await version()).toBe('first');
		expect(before.code()).toBeUndefined();
		await editUntilSeen('repaired');
		await until(() => before.code(), 'the end of the old connection');
		expect(before.code()).toBe(1012);
	});

	test('V3: a restart closes the old connections and listens on the same port again', async () => {
		const before = await open('/ws');
		const old = server.httpServer;
		await server.restart();
		await until(() => before.code(), 'the end of the old connection');
		expect(server.httpServer).not.toBe(old);
		expect(old?.listening).toBe(false);
		expect((await open('/ws')).texts).toEqual(['first ignore']);
		await server.close();
		await server.close();
		await expect(fetch(`http://127.0.0.1:${port}/version`)).rejects.toThrow();
	});

	test('V16: in middleware mode, in which Vite has no server, requests are answered too', async () => {
		const { server: _, ...rest } = options();
		const vite = await createServer({ ...rest, server: { middlewareMode: true } });
		const http = createHttpServer(vite.middlewares);
		const address = `http://127.0.0.1:${await listen(http)}/version`;
		expect(await (await fetch(address)).text()).toBe('first');
		http.close();
		await vite.close();
	});

	test('sets the security headers that production sets', async () => {
		const { headers } = await fetch(`http://127.0.0.1:${port}/version`);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
	});
});
