import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startHeartbeat } from './heartbeat.ts';

const intervalMs = 30_000;
let server: WebSocketServer;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
	server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	startHeartbeat(server);
	await once(server, 'listening');
});

afterEach(async () => {
	for (const socket of server.clients) socket.terminate();
	server.close();
	await once(server, 'close');
	vi.useRealTimers();
});

async function connect(autoPong: boolean): Promise<WebSocket> {
	const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, {
		autoPong
	});
	await once(client, 'open');
	return client;
}

test('V13: the heartbeat closes the connection that does not answer, and keeps the other one', async () => {
	const live = await connect(true);
	const dead = await connect(false);
	await vi.waitFor(() => expect(server.clients.size).toBe(2));
	const pong = new Promise((resolve) => {
		for (const socket of server.clients) socket.once('pong', resolve);
	});
	vi.advanceTimersByTime(intervalMs);
	await pong;
	expect(server.clients.size).toBe(2);
	const closed = once(dead, 'close');
	vi.advanceTimersByTime(intervalMs);
	await closed;
	expect(live.readyState).toBe(WebSocket.OPEN);
	expect(server.clients.size).toBe(1);
});

test('the timer of the heartbeat is cleared when the server closes', async () => {
	expect(vi.getTimerCount()).toBe(1);
	server.close();
	await once(server, 'close');
	expect(vi.getTimerCount()).toBe(0);
	server = new WebSocketServer({ noServer: true });
});
