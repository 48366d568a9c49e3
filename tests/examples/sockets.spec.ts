import { once } from 'node:events';
import { request } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';
import type { OpenSocket } from '../../src/lib/server/examples/sockets.ts';
import { problem } from '../../src/lib/protocol/errors.ts';
import { Refusal } from '../../src/lib/server/realtime/refusal.ts';
import { signIn } from '../contract/lib/http.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';

let server: TestServer;
let openSockets = 0;
const handled: unknown[] = [];

/** An example that misbehaves in every way that the sockets must tolerate. */
const open: OpenSocket = async (socket, query) => {
	await Promise.resolve();
	if (query.get('room') === 'closed') throw new Refusal('room_closed');
	openSockets++;
	socket.send({ type: 'welcome' });
	if (query.get('room') === 'short') socket.close(1008);
	return {
		async message(value) {
			await Promise.resolve();
			if (value === 'refuse') throw new Refusal('bad_message');
			if (value === 'bug') throw new Error('a bug');
			const chunk = JSON.stringify('x'.repeat(60_000));
			for (let i = 0; value === 'flood' && i < 1_000; i++) socket.sendText(chunk);
			handled.push(value);
			socket.send({ type: 'echo', value });
		},
		closed() {
			openSockets--;
		}
	};
};

beforeAll(async () => {
	server = await startServer({ MAX_CONNECTIONS_PER_IP: '3' }, undefined, (realtime) =>
		realtime.serveSocket('/api/examples/test/socket', open)
	);
});
afterAll(() => server.close());

type ServerEvent = Record<string, unknown>;
type Headers = Record<string, string>;

interface Peer {
	ws: WebSocket;
	received: string[];
	closed: Promise<number>;
	echoes: () => unknown[];
	/** The errors that were received. */
	errors: () => ServerEvent[];
	/** The last message, if it was `closing`. */
	closing: () => ServerEvent | null;
}

function connect(query = '', options: ClientOptions = {}, port = server.port): Peer {
	const address = `ws://127.0.0.1:${String(port)}/api/examples/test/socket${query}`;
	const ws = new WebSocket(address, options);
	const received: string[] = [];
	ws.on('message', (data: Buffer) => received.push(data.toString()));
	ws.on('error', () => undefined);
	const closed = new Promise<number>((resolve) => void ws.once('close', resolve));
	const eventsOf = (wanted: string) =>
		received
			.map((text) => JSON.parse(text) as ServerEvent)
			.flatMap(({ type, ...rest }) => (type === wanted ? [rest] : []));
	return {
		ws,
		received,
		closed,
		echoes: () => eventsOf('echo').map(({ value }) => value),
		errors: () => eventsOf('error'),
		closing: () =>
			received.at(-1)?.includes('"closing"') ? (eventsOf('closing').at(-1) ?? null) : null
	};
}

const untilAllClosed = () => until(() => openSockets === 0, 'every socket to close');

async function disconnect(peer: Peer): Promise<void> {
	peer.ws.close();
	await peer.closed;
	await untilAllClosed();
}

it('handles messages one by one, in order', async () => {
	const peer = connect();
	await once(peer.ws, 'open');
	for (let i = 0; i < 40; i++) peer.ws.send(JSON.stringify(i));
	await until(() => peer.echoes().length === 40, '40 answers');
	expect(peer.echoes()).toEqual(Array.from({ length: 40 }, (_, i) => i));
	peer.ws.send('{"type":"ping"}');
	await until(() => peer.received.includes('{"type":"pong"}'), 'the answer to a ping');
	await disconnect(peer);
});

it('sends the reason before it closes a client with too many ping frames', async () => {
	const peer = connect();
	await once(peer.ws, 'open');
	let pongs = 0;
	peer.ws.on('pong', () => (pongs += 1));
	for (let i = 0; i < 200; i++) peer.ws.ping();
	expect(await peer.closed).toBe(4429);
	expect(peer.closing()).toEqual({ code: 4429, reason: 'rate_limited' });
	expect(pongs).toBeGreaterThanOrEqual(60);
	await untilAllClosed();
});

it('V7: answers a Refusal and a bug with an error, and closes with 1003 after binary data', async () => {
	const peer = connect();
	await once(peer.ws, 'open');
	for (const value of ['refuse', 'bug', 'fine']) peer.ws.send(JSON.stringify(value));
	await until(() => peer.echoes().includes('fine'), 'the answer after two failures');
	expect(peer.errors()).toEqual([problem('bad_message'), problem('internal')]);
	await disconnect(peer);
	const binary = connect();
	await once(binary.ws, 'open');
	binary.ws.send(Buffer.from([1, 2, 3]));
	expect(await binary.closed).toBe(1003);
	expect(binary.closing()).toEqual({ code: 1003 });
	await untilAllClosed();
});

it('V7: answers each malformed message, and closes at the twentieth', async () => {
	const peer = connect();
	await once(peer.ws, 'open');
	for (let i = 0; i < 10; i++) peer.ws.send('{not json');
	for (let i = 0; i < 9; i++) peer.ws.send('"refuse"');
	peer.ws.send('"still"');
	await until(() => peer.echoes().includes('still'), 'an answer after nineteen mistakes');
	expect(peer.errors()).toEqual(Array(19).fill(problem('bad_message')));
	peer.ws.send('{not json');
	expect(await peer.closed).toBe(4400);
	expect(peer.errors()).toHaveLength(20);
	expect(peer.closing()).toEqual({ code: 4400, reason: 'bad_message' });
	await untilAllClosed();
});

it('V5, V8, V14: rejects the origin of another site, a large message, a connection over the limit and a closed room', async () => {
	const otherSite = connect('', { headers: { origin: 'https://evil.example' } });
	expect(await otherSite.closed).toBe(1006);
	const big = connect();
	await once(big.ws, 'open');
	big.ws.send(JSON.stringify('x'.repeat(70_000)));
	expect(await big.closed).toBe(1009);
	expect(big.closing()).toEqual({ code: 1009, reason: 'too_large' });
	const closed = connect('?room=closed');
	expect(await closed.closed).toBe(4400);
	expect(closed.closing()).toEqual({ code: 4400, reason: 'room_closed' });
	await untilAllClosed();
	const peers = [connect(), connect(), connect()];
	await Promise.all(peers.map(({ ws }) => once(ws, 'open')));
	const late = connect();
	expect(await late.closed).toBe(1013);
	expect(late.closing()).toMatchObject({ code: 1013, reason: 'full' });
	expect(late.closing()?.['retryAfterMs']).toBeGreaterThanOrEqual(1000);
	await Promise.all(peers.map(disconnect));
});

it('V12: closes a client that does not read, and keeps the others open', async () => {
	const [stalled, reading] = [connect(), connect()];
	await Promise.all([once(stalled.ws, 'open'), once(reading.ws, 'open')]);
	stalled.ws.pause();
	stalled.ws.send('"flood"');
	await until(() => openSockets === 1 || handled.includes('flood'), 'the flood');
	reading.ws.send('"still"');
	await until(() => reading.echoes().includes('still'), 'an answer');
	stalled.ws.resume();
	expect(await stalled.closed).toBe(4408);
	await disconnect(reading);
});

it('L7: answers messages beyond the rate limit with an error, and closes clients that continue', async () => {
	const peer = connect();
	await once(peer.ws, 'open');
	for (let i = 0; i < 400; i++) peer.ws.send(JSON.stringify(i));
	expect(await peer.closed).toBe(4429);
	const refusals = peer.errors();
	expect(refusals).toHaveLength(50);
	for (const refusal of refusals) {
		expect(refusal).toEqual(
			problem('rate_limited', { retryAfterMs: expect.any(Number) as number })
		);
		expect(refusal['retryAfterMs']).toBeGreaterThan(0);
	}
	expect(peer.closing()).toEqual({ code: 4429, reason: 'rate_limited' });
	await untilAllClosed();
});

it('applies the same authentication as rooms, so guests are rejected where they are disabled', async () => {
	const path = '/api/examples/test/socket';
	const own = await startServer(
		{ REQUIRE_AUTH: '1', MAX_CONNECTIONS_PER_IP: '1' },
		undefined,
		(realtime) => realtime.serveSocket(path, open)
	);
	const { cookie, token } = await signIn(own, '葵');
	const unauthenticated: Headers[] = [
		{},
		{ cookie: 'wirelab_session=x' },
		{ authorization: 'Bearer x' }
	];
	// Only one connection at a time is allowed, so each rejected client has to release its place.
	for (const headers of unauthenticated) {
		const rejected = connect('', { headers }, own.port);
		expect(await rejected.closed).toBe(4401);
		expect(rejected.received).toHaveLength(1);
		expect(rejected.closing()).toEqual({ code: 4401, reason: 'unauthorised' });
	}
	const members: Headers[] = [{ cookie }, { authorization: `Bearer ${token}` }];
	for (const headers of members) {
		const member = connect('', { headers }, own.port);
		await until(() => member.received.length > 0, 'the welcome');
		await disconnect(member);
	}
	await own.close();
	const guest = connect('', { headers: { authorization: 'Bearer x' } });
	expect(await guest.closed).toBe(4401);
});

it('V14: limits how fast an address opens sockets, and sends a retry delay', async () => {
	const path = '/api/examples/test/socket';
	const own = await startServer({ MAX_CONNECTIONS_PER_IP: '100' }, undefined, (realtime) =>
		realtime.serveSocket(path, open)
	);
	let last: Peer | undefined;
	let code = 1000;
	for (let i = 0; i < 1000 && code === 1000; i++) {
		last = connect('', {}, own.port);
		await until(() => (last?.received.length ?? 0) > 0, 'an answer');
		last.ws.close(1000);
		code = await last.closed;
	}
	expect(code).toBe(4429);
	expect(last?.closing()).toMatchObject({ code: 4429, reason: 'rate_limited' });
	expect(last?.closing()?.['retryAfterMs']).toBeGreaterThanOrEqual(1000);
	await own.close();
});

it('P2: terminates a client that does not answer the close frame', async () => {
	const upgrading = request({
		host: '127.0.0.1',
		port: server.port,
		path: '/api/examples/test/socket?room=short',
		headers: {
			connection: 'Upgrade',
			upgrade: 'websocket',
			'sec-websocket-version': '13',
			'sec-websocket-key': Buffer.alloc(16).toString('base64')
		}
	}).end();
	const [, socket] = (await once(upgrading, 'upgrade')) as [unknown, Socket];
	// Reads everything and sends nothing.
	socket.on('error', () => undefined).resume();
	await until(() => socket.destroyed && openSockets === 0, 'the cut', 15_000);
});

it('P2: closes clients with 1012 and a retry delay when the server shuts down', async () => {
	const own = await startServer({}, undefined, (realtime) =>
		realtime.serveSocket('/api/examples/test/socket', open)
	);
	const ws = new WebSocket(`ws://127.0.0.1:${String(own.port)}/api/examples/test/socket`);
	const received: string[] = [];
	ws.on('message', (data: Buffer) => received.push(data.toString()));
	await until(() => received.length > 0, 'the welcome');
	const closed = once(ws, 'close');
	await own.close();
	expect((await closed)[0]).toBe(1012);
	expect(received.at(-1)).toMatch(
		/^{"type":"closing","code":1012,"reason":"draining","retryAfterMs":\d+}$/
	);
	await untilAllClosed();
});
