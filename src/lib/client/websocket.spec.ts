import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket, WebSocketServer, type WebSocket as Peer } from 'ws';
import { createBackoff } from './backoff.ts';
import type { RoomClient, RoomClientEvent } from './room-client.ts';
import { createWebSocketClient } from './websocket.ts';

/** A connection of a client, as the server sees it. */
interface Connection {
	url: URL;
	protocol: string;
	received: { type: string; text?: string; clientId?: string }[];
	send: (event: object | string) => void;
	peer: Peer;
}

let server: Server;
let connections: Connection[];
let clients: RoomClient[];

beforeEach(async () => {
	connections = [];
	clients = [];
	server = createServer();
	const sockets = new WebSocketServer({ server });
	sockets.on('connection', (peer, request) => {
		const received: Connection['received'] = [];
		const send = (event: object | string) =>
			peer.send(typeof event === 'string' ? event : JSON.stringify(event));
		peer.on('message', (data: Buffer) => received.push(JSON.parse(data.toString())));
		const url = new URL(request.url ?? '', 'ws://server');
		connections.push({ url, protocol: peer.protocol, received, send, peer });
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	for (const client of clients) client.dispose();
	server.closeAllConnections();
	for (const { peer } of connections) peer.terminate();
	await new Promise((resolve) => server.close(resolve));
});

const welcome = (lastSeq = 0) => ({
	type: 'welcome',
	room: 'r',
	instance: 'i',
	sessionId: 's',
	user: 'guest-abcd',
	cursor: `e.${lastSeq}`,
	lastSeq
});

const message = (seq: number) => ({
	type: 'message',
	id: `e.${seq}`,
	seq,
	room: 'r',
	user: 'guest-abcd',
	text: `text ${seq}`,
	timestamp: 1,
	via: 'websocket'
});

/** Like the browser's WebSocket, it does not throw an error for which there is no listener. */
class QuietWebSocket extends NodeWebSocket {
	constructor(...args: ConstructorParameters<typeof NodeWebSocket>) {
		super(...args);
		this.on('error', () => undefined);
	}
}

function connect() {
	const events: RoomClientEvent[] = [];
	const { port } = server.address() as AddressInfo;
	const client = createWebSocketClient({
		room: 'r',
		onEvent: (event) => events.push(event),
		WebSocket: QuietWebSocket as unknown as typeof WebSocket,
		backoff: createBackoff({ baseMs: 1, capMs: 1 }),
		page: new EventTarget(),
		pageUrl: `http://127.0.0.1:${port}/guide/`
	});
	clients.push(client);
	client.start();
	const seen = (type: RoomClientEvent['type']) => events.filter((event) => event.type === type);
	return { client, events, seen };
}

const nthConnection = (number: number) =>
	vi.waitFor(() => {
		const found = connections[number - 1];
		if (!found) throw new Error(`Connection ${number} has not been opened.`);
		return found;
	});

const open = async (lastSeq = 0) => {
	const connected = connect();
	const first = await nthConnection(1);
	first.send(welcome(lastSeq));
	await vi.waitFor(() => expect(connected.client.state.name).toBe('open'));
	return { ...connected, first };
};

describe('WebSocket client', () => {
	it('W1: connects to the host of the page, with room and subprotocol', async () => {
		connect();
		const { url, protocol } = await nthConnection(1);
		expect(url.pathname + url.search).toMatch(/^\/ws\?room=r&guest=[a-z0-9]{24}$/);
		expect(protocol).toBe('wirelab.v1');
	});

	it('W1: uses wss on an https page', () => {
		const urls: string[] = [];
		class Recorder extends EventTarget {
			constructor(url: URL) {
				super();
				urls.push(url.href);
			}
			close() {}
		}
		const client = createWebSocketClient({
			room: 'r',
			onEvent: () => undefined,
			WebSocket: Recorder as unknown as typeof WebSocket,
			page: new EventTarget(),
			pageUrl: 'https://wirelab.example/guide/'
		});
		clients.push(client);
		client.start();
		expect(urls).toEqual([expect.stringMatching(/^wss:\/\/wirelab\.example\/ws\?room=r&/)]);
	});

	it('is open only after the welcome of the server', async () => {
		const { client } = connect();
		const first = await nthConnection(1);
		expect(client.state.name).toBe('connecting');
		first.send(welcome());
		await vi.waitFor(() => expect(client.state.name).toBe('open'));
	});

	it('W2: reconnects after a lost connection and resumes after the last message', async () => {
		const { first, seen } = await open();
		first.send(message(1));
		await vi.waitFor(() => expect(seen('message')).toHaveLength(1));
		first.peer.terminate();
		const second = await nthConnection(2);
		expect(second.url.searchParams.get('after')).toBe('e.1');
		expect(second.url.searchParams.get('guest')).toBe(first.url.searchParams.get('guest'));
	});

	it.each([1008, 4400, 4401])('W2: does not reconnect after close code %i', async (code) => {
		const { client, first } = await open();
		first.peer.close(code);
		await vi.waitFor(() =>
			expect(client.state).toEqual({ name: 'closed', reason: 'refused', code })
		);
	});

	it('waits as long as the closing event asks', async () => {
		const { client, first } = await open();
		first.send({ type: 'closing', code: 1012, retryAfterMs: 60_000 });
		first.peer.close(1012);
		await vi.waitFor(() => expect(client.state.name).toBe('waiting'));
		const { state } = client;
		expect(state.name === 'waiting' && state.retryAt - Date.now()).toBeGreaterThan(50_000);
	});

	it('W3: keeps what is written while disconnected and sends it in order afterwards', async () => {
		const { client } = connect();
		expect([client.send('one'), client.send('two')]).toEqual([true, true]);
		const first = await nthConnection(1);
		expect(first.received).toEqual([]);
		first.send(welcome());
		await vi.waitFor(() => expect(first.received).toHaveLength(1));
		first.send({ type: 'ack', clientId: first.received[0]?.clientId, id: 'e.1', seq: 1 });
		await vi.waitFor(() => expect(first.received.map(({ text }) => text)).toEqual(['one', 'two']));
		expect(client.outbox.map(({ text }) => text)).toEqual(['two']);
	});

	it('W3: repeats an unacknowledged message on the next connection under the same clientId', async () => {
		const { client, first } = await open();
		client.send('one');
		await vi.waitFor(() => expect(first.received).toHaveLength(1));
		client.interrupt();
		const second = await nthConnection(2);
		second.send(welcome());
		await vi.waitFor(() => expect(second.received).toEqual(first.received));
	});

	it('reports a final rejection and sends the next message', async () => {
		const { client, first } = await open();
		client.send('one');
		client.send('two');
		await vi.waitFor(() => expect(first.received).toHaveLength(1));
		const { clientId } = first.received[0] ?? {};
		first.send({ type: 'error', code: 'client_id_conflict', message: 'Used.', clientId });
		await vi.waitFor(() => expect(first.received).toHaveLength(2));
		expect(client.outbox[0]).toMatchObject({ state: 'failed', text: 'one' });
	});

	it('rejects the message that made the server close the connection, and keeps the others', async () => {
		const { client, first } = await open();
		client.send('long');
		client.send('short');
		await vi.waitFor(() => expect(first.received).toHaveLength(1));
		first.peer.close(1009, 'too big');
		await vi.waitFor(() => expect(client.state).toMatchObject({ reason: 'refused', code: 1009 }));
		expect(client.outbox).toMatchObject([
			{ text: 'long', state: 'failed', problem: { code: 'too_large' } },
			{ text: 'short', state: 'pending' }
		]);
	});

	it('W6: ignores and reports what is not a valid event', async () => {
		const { first, seen, events } = await open();
		for (const junk of ['{', '[]', '{"type":"message"}', '{"type":"surprise"}']) first.send(junk);
		first.send(message(1));
		await vi.waitFor(() => expect(seen('message')).toHaveLength(1));
		expect(seen('unreadable')).toHaveLength(4);
		expect(events.at(-1)?.type).toBe('message');
	});

	it('W10: reports a repeated message once', async () => {
		const { first, seen } = await open();
		for (const seq of [1, 1, 2]) first.send(message(seq));
		await vi.waitFor(() => expect(seen('message')).toHaveLength(2));
	});

	it('reports as a hole the numbers that were neither delivered nor announced by a gap event', async () => {
		const { first, seen } = await open(2);
		first.send(message(5));
		await vi.waitFor(() =>
			expect(seen('hole')).toEqual([{ type: 'hole', room: 'r', from: 3, to: 4 }])
		);
	});

	it('W13: ignores what arrives on a stopped connection', async () => {
		const { client, seen, first } = await open();
		client.stop();
		first.send(message(1));
		await vi.waitFor(() => expect(first.peer.readyState).toBe(NodeWebSocket.CLOSED));
		expect(seen('message')).toEqual([]);
	});

	it('W13: reports nothing after dispose and does not reconnect', async () => {
		const { client, events, first } = await open();
		client.dispose();
		const count = events.length;
		await vi.waitFor(() => expect(first.peer.readyState).toBe(NodeWebSocket.CLOSED));
		expect(events).toHaveLength(count);
		expect(connections).toHaveLength(1);
	});
});
