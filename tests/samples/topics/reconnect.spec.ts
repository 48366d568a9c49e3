import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { connect } from './reconnect.ts';

let server: WebSocketServer;
let url: string;
let clients: WebSocket[];

class RecordedWebSocket extends WebSocket {
	constructor(address: string) {
		super(address);
		this.on('error', () => {}); // ws reports a close during the handshake as an error.
		clients.push(this);
	}
}

beforeEach(async () => {
	vi.stubGlobal('WebSocket', RecordedWebSocket);
	vi.spyOn(Math, 'random').mockReturnValue(0);
	clients = [];
	server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
	await once(server, 'listening');
	url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
	for (const socket of server.clients) socket.terminate();
	server.close();
	await once(server, 'close');
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

const reconnections = (timers: { mock: { calls: unknown[][] } }) =>
	timers.mock.calls.filter(([, ms]) => ms === 0).length;

test('the client reconnects and resumes after the last id', async () => {
	server.once('connection', (socket) => {
		socket.send('first 5+/=');
		socket.close(1012);
	});
	const received: string[] = [];
	const stop = connect(url, (data) => {
		received.push(data);
		return data.split(' ')[1] ?? '';
	});
	await vi.waitFor(() => expect(clients).toHaveLength(2));
	expect(received).toEqual(['first 5+/=']);
	expect(clients.map((client) => client.url)).toEqual([`${url}?after=`, `${url}?after=5%2B%2F%3D`]);
	stop();
});

test.each([1012, 1006])('the client reconnects after close code %i', async (code) => {
	server.once('connection', (socket) => {
		if (code === 1006) socket.terminate();
		else socket.close(code);
	});
	const stop = connect(url, () => '');
	await vi.waitFor(() => expect(clients).toHaveLength(2));
	stop();
});

test.each([4401, 4400, 1008])('the client does not reconnect after close code %i', async (code) => {
	server.once('connection', (socket) => socket.close(code));
	const timers = vi.spyOn(globalThis, 'setTimeout');
	connect(url, () => '');
	await once(clients[0]!, 'close');
	expect(reconnections(timers)).toBe(0);
});

test('W13: a stopped client does not reconnect', async () => {
	const stop = connect(url, () => '');
	await once(clients[0]!, 'open');
	const timers = vi.spyOn(globalThis, 'setTimeout');
	stop();
	await once(clients[0]!, 'close');
	expect(reconnections(timers)).toBe(0);
});

test('S7: the client waits for a random time up to a doubling limit', async () => {
	vi.spyOn(Math, 'random').mockReturnValue(0.5);
	const delays: number[] = [];
	vi.stubGlobal('setTimeout', (run: () => void, ms: number) => {
		delays.push(ms);
		if (delays.length < 8) queueMicrotask(run);
	});
	class RefusedWebSocket {
		onclose?: (event: { code: number }) => void;
		constructor() {
			queueMicrotask(() => this.onclose?.({ code: 1006 }));
		}
	}
	vi.stubGlobal('WebSocket', RefusedWebSocket);
	connect(url, () => '');
	// Runs after all microtasks.
	await new Promise((resolve) => setImmediate(resolve));
	expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
});
