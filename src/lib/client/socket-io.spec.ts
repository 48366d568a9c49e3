import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBackoff } from './backoff.ts';
import { createSocketIoClient, type SocketIoClient, type SocketIoEvent } from './socket-io.ts';

type Answer = (answer: object) => void;

/** How the server answers. A test may replace a function; the initial ones accept everything. */
interface Behavior {
	join: (socket: Socket, room: string, after: string | undefined, answer: Answer) => void;
	message: (socket: Socket, message: { room: string; text: string }, answer: Answer) => void;
}

let http: HttpServer;
let server: Server;
let sockets: Socket[];
let clients: SocketIoClient[];
let behavior: Behavior;

const welcome = (room: string) => ({
	ok: true,
	room,
	instance: 'i',
	sessionId: 's',
	user: 'guest-abcd',
	cursor: 'e.0',
	lastSeq: 0
});

const message = (room: string, seq: number) => ({
	id: `e.${seq}`,
	seq,
	room,
	user: 'guest-abcd',
	text: `text ${seq}`,
	timestamp: 1,
	via: 'socket-io'
});

beforeEach(async () => {
	sockets = [];
	clients = [];
	behavior = {
		join: (_, room, __, answer) => answer(welcome(room)),
		message: (_, __, answer) => answer({ ok: true, id: 'e.1', seq: 1 })
	};
	http = createServer();
	server = new Server(http, { transports: ['websocket', 'polling'] });
	server.on('connection', (socket) => {
		sockets.push(socket);
		socket.on('join-room', ({ room, after }, answer) => behavior.join(socket, room, after, answer));
		socket.on('leave-room', (_, answer) => answer({ ok: true }));
		socket.on('message', (data, answer) => behavior.message(socket, data, answer));
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
	for (const client of clients) client.dispose();
	await server.close();
});

function connect(onEvent: (event: SocketIoEvent) => void = () => undefined) {
	const events: SocketIoEvent[] = [];
	const { port } = http.address() as AddressInfo;
	const client = createSocketIoClient({
		onEvent: (event) => {
			events.push(event);
			onEvent(event);
		},
		load: async () => ({ io: (options) => io(`http://127.0.0.1:${port}`, options) }),
		backoff: createBackoff({ baseMs: 1, capMs: 1 }),
		page: new EventTarget()
	});
	clients.push(client);
	client.start();
	const seen = (type: SocketIoEvent['type']) => events.filter((event) => event.type === type);
	const status = (room: string) =>
		events.findLast((event) => event.type === 'room' && event.room === room);
	const joined = (room: string) =>
		vi.waitFor(() => expect(status(room)).toMatchObject({ status: 'joined' }));
	return { client, events, seen, status, joined };
}

it('starts on polling, moves to a WebSocket, and reports each step', async () => {
	const { seen } = connect();
	await vi.waitFor(() =>
		expect(seen('transport')).toEqual([
			{ type: 'transport', step: 'open', transport: 'polling' },
			{ type: 'transport', step: 'upgrading', transport: 'websocket' },
			{ type: 'transport', step: 'upgraded', transport: 'websocket' }
		])
	);
});

it('reports no step of an upgrade that completes after the connection was cut', async () => {
	const { client, seen } = connect((event) => {
		if (event.type === 'transport' && event.step === 'upgrading') client.interrupt(60_000);
	});
	await vi.waitFor(() => expect(seen('transport')).toHaveLength(2));
	await vi.waitFor(() => expect(server.engine.clientsCount).toBe(0));
	expect(seen('transport').map((event) => 'step' in event && event.step)).toEqual([
		'open',
		'upgrading'
	]);
});

it('I13: passes no host, so it connects to the host of the page', async () => {
	const asked: unknown[][] = [];
	const client = createSocketIoClient({
		onEvent: () => undefined,
		load: async () => ({
			io: (...args) => {
				asked.push(args);
				return io('http://127.0.0.1:9', { ...args[0], autoConnect: false });
			}
		}),
		page: new EventTarget()
	});
	clients.push(client);
	client.start();
	await vi.waitFor(() => expect(asked).not.toHaveLength(0));
	expect(asked[0]).toEqual([expect.any(Object)]);
	expect(asked[0]?.[0]).not.toHaveProperty('host');
	expect(asked[0]?.[0]).not.toHaveProperty('hostname');
});

it('joins many rooms one after the other and waits when the server asks for it', async () => {
	const limited = { ok: false, code: 'rate_limited', message: 'x', retryAfterMs: 40 };
	const names = Array.from({ length: 60 }, (_, n) => `room-${n}`);
	let budget = 25;
	let refusals = 0;
	let atOnce = 0;
	behavior.join = (_, room, __, answer) => {
		expect(++atOnce).toBe(1);
		setTimeout(() => {
			atOnce--;
			if (budget > 0) {
				budget--;
				return answer(welcome(room));
			}
			refusals++;
			setTimeout(() => (budget = 25), 30);
			answer(limited);
		}, 1);
	};
	const { client, joined } = connect();
	for (const name of names) client.join(name);
	for (const name of names) await joined(name);
	expect(refusals).toBe(2);
});

it('retries a rate-limited request to leave, unless the room has been joined again', async () => {
	const left: string[] = [];
	const { client, joined } = connect();
	client.join('a');
	client.join('b');
	await joined('a');
	await joined('b');
	sockets[0]?.removeAllListeners('leave-room').on('leave-room', ({ room }, answer) => {
		left.push(room);
		const isFirst = left.filter((name) => name === room).length === 1;
		answer(
			isFirst ? { ok: false, code: 'rate_limited', message: 'x', retryAfterMs: 20 } : { ok: true }
		);
	});
	client.leave('b');
	client.join('b');
	client.leave('a');
	await vi.waitFor(() => expect(left.filter((room) => room === 'a')).toHaveLength(2));
	await joined('b');
	expect(left).toEqual(['b', 'a', 'a']);
});

it('keeps the messages of several joined rooms apart', async () => {
	const { client, joined, seen } = connect();
	client.join('a');
	client.join('b');
	await Promise.all([joined('a'), joined('b')]);
	sockets[0]?.emit('message', message('b', 1));
	sockets[0]?.emit('message', message('a', 1));
	await vi.waitFor(() => expect(seen('message')).toMatchObject([{ room: 'b' }, { room: 'a' }]));
});

it('I12: ignores messages of a room that was left, even those in flight', async () => {
	const { client, joined, seen } = connect();
	client.join('a');
	client.join('b');
	await Promise.all([joined('a'), joined('b')]);
	client.leave('a');
	sockets[0]?.emit('message', message('a', 1));
	sockets[0]?.emit('message', message('b', 1));
	await vi.waitFor(() => expect(seen('message')).toHaveLength(1));
	expect(seen('message')).toMatchObject([{ room: 'b' }]);
});

it('I12: ignores the answer to an earlier join of the same room', async () => {
	const answers: Answer[] = [];
	behavior.join = (_, __, ___, answer) => answers.push(answer);
	const { client, status, seen } = connect();
	client.join('a');
	await vi.waitFor(() => expect(answers).toHaveLength(1));
	client.leave('a');
	client.join('a');
	answers[0]?.({ ok: false, code: 'room_closed', message: 'No.' });
	await vi.waitFor(() => expect(answers).toHaveLength(2));
	answers[1]?.(welcome('a'));
	await vi.waitFor(() => expect(status('a')).toMatchObject({ status: 'joined' }));
	expect(seen('room')).not.toContainEqual({ type: 'room', room: 'a', status: 'refused' });
});

it('reports messages that arrive immediately after the answer to a join', async () => {
	behavior.join = (socket, room, _, answer) => {
		answer(welcome(room));
		for (const seq of [1, 2]) socket.emit('message', message(room, seq));
	};
	const { client, seen } = connect();
	client.join('a');
	await vi.waitFor(() => expect(seen('message')).toHaveLength(2));
	expect(seen('hole')).toEqual([]);
});

it('I16: sends only to joined rooms, once each, in the order of writing', async () => {
	const texts: string[] = [];
	behavior.message = (_, { text }, answer) => {
		texts.push(text);
		answer({ ok: true, id: `e.${texts.length}`, seq: texts.length });
	};
	const { client } = connect();
	for (const text of ['one', 'two', 'three']) client.send('a', text);
	client.join('a');
	await vi.waitFor(() => expect(client.outbox).toEqual([]));
	expect(texts).toEqual(['one', 'two', 'three']);
});

it('joins its rooms again after a lost connection and resumes from its position', async () => {
	const afters: (string | undefined)[] = [];
	behavior.join = (_, room, after, answer) => {
		afters.push(after);
		answer(welcome(room));
	};
	const { client, joined, seen } = connect();
	client.join('a');
	await joined('a');
	sockets[0]?.conn.close();
	await vi.waitFor(() => expect(afters).toEqual([undefined, 'e.0']));
	await joined('a');
	sockets[1]?.emit('message', message('a', 7));
	await vi.waitFor(() => expect(seen('message')).toHaveLength(1));
	sockets[1]?.conn.close();
	await vi.waitFor(() => expect(afters).toEqual([undefined, 'e.0', 'e.7']));
	await joined('a');
});

it('I10: resends under the same clientId when the connection is lost before the answer', async () => {
	const sent: unknown[] = [];
	behavior.message = (socket, data, answer) => {
		sent.push(data);
		if (sent.length === 1) socket.conn.close();
		else answer({ ok: true, id: 'e.1', seq: 1 });
	};
	const { client } = connect();
	client.join('a');
	client.send('a', 'one');
	await vi.waitFor(() => expect(client.outbox).toEqual([]));
	expect(sent).toHaveLength(2);
	expect(sent[1]).toEqual(sent[0]);
});

it('I15: retries when middleware rejects the connection temporarily', async () => {
	let refusals = 0;
	server.use((_, next) => {
		if (refusals++ > 0) return next();
		next(Object.assign(new Error('full'), { data: { code: 'full', message: 'Full.' } }));
	});
	const { client } = connect();
	await vi.waitFor(() => expect(client.state.name).toBe('open'));
	expect(refusals).toBe(2);
});

it('I15: stops with the reason when middleware rejects the session', async () => {
	server.use((_, next) =>
		next(Object.assign(new Error('no'), { data: { code: 'token_expired', message: 'Over.' } }))
	);
	const { client } = connect();
	await vi.waitFor(() =>
		expect(client.state).toEqual({ name: 'closed', reason: 'refused', code: 'token_expired' })
	);
});

it('does not reconnect after a closing event with a final code', async () => {
	const { client } = connect();
	await vi.waitFor(() => expect(sockets).toHaveLength(1));
	sockets[0]?.emit('closing', { code: 4401 });
	await vi.waitFor(() => expect(client.state.name).toBe('open'));
	sockets[0]?.conn.close();
	await vi.waitFor(() =>
		expect(client.state).toEqual({ name: 'closed', reason: 'refused', code: 4401 })
	);
});

it('rejects the message that made the server close the connection, and keeps the others', async () => {
	behavior.message = (socket) => {
		socket.emit('closing', { code: 1009, reason: 'too_large' });
		socket.conn.close();
	};
	const { client, joined } = connect();
	client.join('a');
	await joined('a');
	client.send('a', 'long');
	client.send('a', 'short');
	await vi.waitFor(() => expect(client.state).toMatchObject({ reason: 'refused', code: 1009 }));
	expect(client.outbox).toMatchObject([
		{ text: 'long', state: 'failed', problem: { code: 'too_large' } },
		{ text: 'short', state: 'pending' }
	]);
});

it('reports a rejected room', async () => {
	behavior.join = (_, __, ___, answer) =>
		answer({ ok: false, code: 'room_closed', message: 'Closed.' });
	const { client, status } = connect();
	client.join('general');
	await vi.waitFor(() => expect(status('general')).toMatchObject({ status: 'refused' }));
});

it('ignores and reports values of the wrong shape', async () => {
	const { client, joined, seen } = connect();
	client.join('a');
	await joined('a');
	for (const junk of [null, 7, [], { room: 'a' }]) sockets[0]?.emit('message', junk);
	for (const junk of [null, 7, { room: 'a' }]) sockets[0]?.emit('user-joined', junk);
	sockets[0]?.emit('user-left', { room: 'a', user: 'guest-wxyz' });
	await vi.waitFor(() => expect(seen('user-left')).toHaveLength(1));
	expect(seen('unreadable')).toHaveLength(7);
});

it('W13: reports nothing after dispose and does not reconnect', async () => {
	const { client, events } = connect();
	await vi.waitFor(() => expect(client.state.name).toBe('open'));
	client.dispose();
	const count = events.length;
	await vi.waitFor(() => expect(server.engine.clientsCount).toBe(0));
	expect(events).toHaveLength(count);
	expect(sockets).toHaveLength(1);
});
