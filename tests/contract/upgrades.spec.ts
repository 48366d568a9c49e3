import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { parseConfig } from '../../src/lib/server/config.ts';
import { createRealtime, type Realtime } from '../../src/lib/server/realtime/index.ts';
import { listen } from '../support/listen.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { request } from './lib/http.ts';
import { RawClient } from './lib/raw.ts';
import type { Address } from './lib/server.ts';

const server = fileServer({}, undefined, (realtime) => {
	realtime.serveSocket('/api/examples/websocket/socket', () => {
		throw new Error('no handshake should reach this');
	});
});

describe('the upgrade router in production', () => {
	it.each([
		'/',
		'/ws/',
		'/wss',
		'/ws/../ws',
		'//ws',
		'/elsewhere?x=/ws',
		'/socket.io',
		'*',
		'http://x/',
		'/%77s'
	])('rejects an upgrade to %s with 404 and a code in JSON [error-404]', async (path) => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade(path)).toBe(404);
		await client.ended();
		expect(client.text).toContain('"code":"not_found"');
	});

	it('accepts a target in absolute form', async () => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade('http://x/ws?room=r')).toBe(101);
		client.socket.destroy();
	});

	it.each([
		'/ws?room=x',
		'/socket.io/?EIO=4&transport=websocket',
		'/api/examples/websocket/socket'
	])(
		'answers an invalid handshake for %s with code and message in JSON, and with the accepted version [error-400]',
		async (path) => {
			for (const [name, value] of [
				['Sec-WebSocket-Key', 'short'],
				['Sec-WebSocket-Version', '7']
			] as const) {
				const client = await RawClient.connect(server);
				expect(await client.upgrade(path, { [name]: value })).toBe(400);
				await client.ended();
				expect(client.text).toMatch(/\r\nSec-WebSocket-Version: 13\r\n/);
				expect(JSON.parse(client.text.split('\r\n\r\n')[1] ?? '')).toEqual({
					code: 'bad_request',
					message: expect.stringMatching(
						/^Missing or invalid Sec-WebSocket-(Key|Version) header\.$/
					)
				});
			}
		}
	);

	it('answers an upgrade by POST with 405', async () => {
		const client = await RawClient.connect(server);
		client.socket.write(
			'POST /ws?room=x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
		);
		await client.ended();
		expect(client.text).toMatch(/^HTTP\/1\.1 405 [^]*\r\nAllow: GET\r\n[^]*"method_not_allowed"/);
	});

	it('answers a request to /ws without an upgrade with 400, from another origin with 403 [error-400]', async () => {
		const answer = await request(server, 'GET', '/ws?room=x');
		expect([answer.status, answer.body?.['code']]).toEqual([400, 'bad_request']);
		const opaque = await request(server, 'GET', '/ws', undefined, { origin: 'null' });
		expect(opaque.status).toBe(403);
	});

	it('answers an invalid Host header with 400 and the reason in JSON [error-400]', async () => {
		const client = await RawClient.connect(server);
		client.socket.write('GET /api/session HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
		await client.ended();
		expect(client.text).toMatch(/^HTTP\/1\.1 400 [^]*{"code":"bad_request"/);
	});

	it('V6: keeps running when sockets break before or during the handshake', async () => {
		for (const path of ['/ws?room=x', '/nowhere', '/socket.io/?EIO=4&transport=websocket']) {
			for (let n = 0; n < 10; n++) {
				const client = await RawClient.connect(server);
				client.upgrade(path).catch(() => undefined);
				client.socket.end();
				client.socket.resetAndDestroy();
			}
		}
		const alive = new WebSocketTestClient(server, '?room=alive');
		await alive.next('welcome');
		alive.close();
	});
});

describe('beside Vite', () => {
	let shared: Server;
	let realtime: Realtime;
	let port: number;
	beforeAll(async () => {
		realtime = createRealtime(parseConfig({ LOG_LEVEL: 'silent', OPEN_ROOMS: '1' }));
		shared = createServer();
		const hmr = new WebSocketServer({ noServer: true });
		shared.on('upgrade', (req, socket, head) => {
			if (req.headers['sec-websocket-protocol'] !== 'vite-hmr') return;
			hmr.handleUpgrade(req, socket, head, (ws) => ws.send('{"type":"connected"}'));
		});
		realtime.attach(shared, { unknownPaths: 'ignore' });
		port = await listen(shared);
	});
	afterAll(async () => {
		await realtime.close();
		shared.closeAllConnections();
		shared.close();
	});

	it('V15: ignores the socket of hot module replacement', async () => {
		const client = await RawClient.connect({ port } as Address);
		const status = await client.upgrade('/?token=abc', { 'Sec-WebSocket-Protocol': 'vite-hmr' });
		expect(status).toBe(101);
		const own = new WebSocketTestClient({ port } as Address, '?room=r');
		await own.next('welcome');
		expect(client.socket.destroyed).toBe(false);
		client.socket.destroy();
		own.close();
	});

	it('V3: removes its listeners from the server when it is closed', async () => {
		const before = shared.listenerCount('upgrade');
		const requestsBefore = shared.listenerCount('request');
		const second = createRealtime(parseConfig({ LOG_LEVEL: 'silent' }));
		second.attach(shared, { unknownPaths: 'ignore' });
		expect(shared.listenerCount('upgrade')).toBe(before + 1);
		await second.close();
		expect(shared.listenerCount('upgrade')).toBe(before);
		expect(shared.listenerCount('request')).toBe(requestsBefore);
	});
});
