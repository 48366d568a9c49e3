import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createBackoff } from '../../src/lib/client/backoff.ts';
import { createLongPollingClient } from '../../src/lib/client/long-polling.ts';
import type { Client } from '../../src/lib/client/room-client.ts';
import { createSocketIoClient } from '../../src/lib/client/socket-io.ts';
import { createSseClient } from '../../src/lib/client/sse.ts';
import { createWebSocketClient } from '../../src/lib/client/websocket.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { eventSourceOn } from '../support/event-source.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { publish } from './lib/http.ts';
import { startServer, type TestServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

interface Reported {
	type: string;
	text?: string;
	id?: string;
	seq?: number;
	reason?: string;
	status?: string;
	state?: { name: string };
}

/** A client of the site in one room, with the events that it has reported. */
interface Running {
	client: Client;
	events: Reported[];
	send: (text: string) => void;
}

/** The options of every client: it reports into `events`, and reconnects quickly. */
const optionsFor = (events: Reported[]) => ({
	onEvent: (event: Reported) => events.push(event),
	backoff: createBackoff({ baseMs: 20, capMs: 50 }),
	page: new EventTarget()
});

type Start = (
	room: string,
	origin: string,
	options: ReturnType<typeof optionsFor>
) => Omit<Running, 'events'>;

/** Does not throw on unhandled errors, like a browser's WebSocket. */
class QuietSocket extends WebSocket {
	constructor(url: URL, protocol: string) {
		super(url, protocol);
		this.on('error', () => undefined);
	}
}

const clients: Record<string, Start> = {
	websocket(room, origin, options) {
		const client = createWebSocketClient({
			room,
			pageUrl: origin,
			WebSocket: QuietSocket as unknown as typeof window.WebSocket,
			...options
		});
		return { client, send: client.send };
	},
	'socket-io'(room, origin, options) {
		const load = async () => ({ io: (given: object) => io(origin, given) });
		const client = createSocketIoClient({ load, ...options });
		client.join(room);
		return { client, send: (text) => void client.send(room, text) };
	},
	sse(room, origin, options) {
		const fetch = fetchFrom(origin);
		const client = createSseClient({ room, fetch, EventSource: eventSourceOn(fetch), ...options });
		return { client, send: client.send };
	},
	'long-polling'(room, origin, options) {
		const client = createLongPollingClient({ room, fetch: fetchFrom(origin), ...options });
		return { client, send: client.send };
	}
};

/** In a browser, relative URLs resolve against the page. */
const fetchFrom = (origin: string) => (url: RequestInfo | URL, init?: RequestInit) =>
	fetch(typeof url === 'string' ? new URL(url, origin) : url, init);

describe.each(Object.entries(clients))('the client for %s', (name, start) => {
	let server: TestServer;
	let proxy: TcpProxy;
	let running: Running[];
	beforeEach(async () => {
		running = [];
		server = await startServer();
		// Clients connect to the proxy, whose address stays the same when the server restarts on another port.
		proxy = await TcpProxy.to(server.port);
	});
	afterEach(async () => {
		for (const { client } of running) client.dispose();
		await proxy.close();
		await server.close();
	});

	const begin = (room: string) => {
		const events: Reported[] = [];
		const one = { events, ...start(room, proxy.origin, optionsFor(events)) };
		running.push(one);
		one.client.start();
		return one;
	};
	const becomesOpen = ({ client }: Running) => until(() => client.state.name === 'open', 'open');
	const ready = async (one: Running) => {
		await becomesOpen(one);
		// With Socket.IO the room is joined after the connection has opened.
		const isJoined = ({ type, status }: Reported) => type === 'room' && status === 'joined';
		if (name === 'socket-io')
			await until(() => one.events.some(isJoined), 'the client to join the room');
	};
	const texts = ({ events }: Running) =>
		events.flatMap(({ type, text }) => (type === 'message' ? [text] : []));

	it('sends messages written while disconnected, once and in order', async () => {
		const room = `own-${randomId(8)}`;
		proxy.redirect(null);
		const one = begin(room);
		for (const text of ['a', 'b', 'c']) one.send(text);
		await until(() => one.events.some(({ state }) => state?.name === 'waiting'), 'waiting');
		proxy.redirect(server.port);
		await until(() => texts(one).length === 3, 'all three messages');
		expect(texts(one)).toEqual(['a', 'b', 'c']);
		await until(() => one.client.outbox.length === 0, 'an empty outbox');
		expect(one.events.filter(({ type }) => type === 'ack')).toHaveLength(3);
	});

	it('reconnects after a drop, resumes, and gets no message twice', async () => {
		const room = `own-${randomId(8)}`;
		const one = begin(room);
		await ready(one);
		one.send('first');
		await until(() => texts(one).length === 1, 'the first message');
		for (let round = 1; round <= 3; round++) {
			proxy.redirect(null);
			await publish(server, room, `missed ${round}`);
			one.send(`mine ${round}`);
			proxy.redirect(server.port);
			await until(() => texts(one).length === 1 + 2 * round, `round ${round}`, 10_000);
		}
		const ids = one.events.flatMap(({ type, id }) => (type === 'message' ? [id] : []));
		expect(new Set(ids).size).toBe(ids.length);
		const seqs = one.events.flatMap(({ type, seq }) => (type === 'message' ? [seq] : []));
		expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
		expect(one.events.filter(({ type }) => type === 'hole' || type === 'gap')).toEqual([]);
	});

	it('reports a gap if the restarted server has lost the history', async () => {
		const room = `own-${randomId(8)}`;
		const one = begin(room);
		await ready(one);
		one.send('before');
		await until(() => texts(one).length === 1, 'the first message');
		const next = await startServer();
		proxy.redirect(next.port);
		one.send('after');
		await until(() => texts(one).length === 2, 'the second message', 10_000);
		expect(one.events.flatMap(({ type, reason }) => (type === 'gap' ? [reason] : []))).toEqual([
			'reset'
		]);
		await server.close();
		server = next;
	});

	it('begins after the messages that are already in the room, even if one poll does not return all of them', async () => {
		const room = `own-${randomId(8)}`;
		// Over the limit of bytes in one poll (maxPollBytes), but under its limit of messages (maxPollMessages).
		for (let i = 0; i < 90; i++) await publish(server, room, '𠮷'.repeat(2000));
		const one = begin(room);
		await ready(one);
		await publish(server, room, 'new');
		await until(() => texts(one).length > 0, 'the new message');
		expect(texts(one)).toEqual(['new']);
	});

	it('waits after an interruption, and reconnects at once when it is started', async () => {
		const room = `own-${randomId(8)}`;
		const one = begin(room);
		await becomesOpen(one);
		one.client.interrupt(60_000);
		expect(one.client.state).toMatchObject({ name: 'waiting', retryAt: expect.any(Number) });
		one.client.start();
		await becomesOpen(one);
	});

	it('does not reconnect if the same request would be rejected again', async () => {
		const strict = await startServer({ REQUIRE_AUTH: '1' });
		proxy.redirect(strict.port);
		const one = begin(`own-${randomId(8)}`);
		await until(() => one.client.state.name === 'closed', 'the end', 15_000);
		expect(one.client.state).toMatchObject({ reason: 'refused' });
		await strict.close();
	}, 20_000);

	it('keeps messages written while stopped, and sends them after the next start', async () => {
		const room = `own-${randomId(8)}`;
		const one = begin(room);
		await ready(one);
		one.client.stop();
		one.send('later');
		expect(one.client.outbox).toHaveLength(1);
		one.client.start();
		await until(() => texts(one).includes('later'), 'the message');
	});
});
