import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { routeUpgrades } from './upgrade-router.ts';

let server: Server;
let client: Socket;
beforeEach(async () => {
	server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterEach(() => {
	client.destroy();
	server.close();
});

function upgrade(path: string): Socket {
	client = connect((server.address() as AddressInfo).port, '127.0.0.1');
	client.on('error', () => undefined);
	client.write(
		`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
	);
	return client;
}

it('V6: an error on a socket without listeners destroys only that socket', async () => {
	const taken = vi.fn<(socket: Duplex) => void>();
	routeUpgrades(server, {
		routes: new Map([['/ws', (_req, socket) => taken(socket)]]),
		normalize: () => undefined,
		isAllowed: () => true,
		unknownPaths: 'reject'
	});
	upgrade('/ws');
	await vi.waitUntil(() => taken.mock.calls[0]);
	const socket = taken.mock.calls[0]?.[0];
	// The error after a reset by the peer; without a listener it would be an uncaught exception.
	socket?.emit('error', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
	expect(socket?.destroyed).toBe(true);
});
