import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { parseConfig } from '../../src/lib/server/config.ts';
import { createRealtime, type Realtime } from '../../src/lib/server/realtime/index.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { RawClient } from './lib/raw.ts';
import { startServer, type Address, type TestServer } from './lib/server.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

describe('the upgrade router in production', () => {
	it.each(['/', '/ws/', '/wss', '/ws/../ws', '//ws', '/socket.io', '*', 'http://x/', '/%77s'])(
		'ends an upgrade to %s with 404',
		async (path) => {
			const client = await RawClient.connect(server);
			expect(await client.upgrade(path)).toBe(404);
			await client.ended();
		}
	);

	it('takes a target in absolute form', async () => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade('http://x/ws?room=r')).toBe(101);
		client.socket.destroy();
	});

	it('answers a handshake that is none with 400', async () => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade('/ws?room=x', { 'Sec-WebSocket-Key': 'short' })).toBe(400);
		const old = await RawClient.connect(server);
		expect([400, 426]).toContain(await old.upgrade('/ws?room=x', { 'Sec-WebSocket-Version': '7' }));
	});

	it('V6: survives sockets that break before or during the handshake', async () => {
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
		realtime.attach(shared, { foreign: 'ignore' });
		shared.listen(0, '127.0.0.1');
		await once(shared, 'listening');
		({ port } = shared.address() as AddressInfo);
	});
	afterAll(async () => {
		await realtime.close();
		shared.closeAllConnections();
		shared.close();
	});

	it('V15: leaves the socket of hot module replacement alone', async () => {
		const client = await RawClient.connect({ port } as Address);
		const status = await client.upgrade('/?token=abc', { 'Sec-WebSocket-Protocol': 'vite-hmr' });
		expect(status).toBe(101);
		const own = new WebSocketTestClient({ port } as Address, '?room=r');
		await own.next('welcome');
		expect(client.socket.destroyed).toBe(false);
		client.socket.destroy();
		own.close();
	});

	it('V3: takes its listener off the server when it is closed', async () => {
		const before = shared.listenerCount('upgrade');
		const second = createRealtime(parseConfig({ LOG_LEVEL: 'silent' }));
		second.attach(shared, { foreign: 'ignore' });
		expect(shared.listenerCount('upgrade')).toBe(before + 1);
		await second.close();
		expect(shared.listenerCount('upgrade')).toBe(before);
		expect(shared.listenerCount('request')).toBe(0);
	});
});
