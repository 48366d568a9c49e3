import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseCursor } from '../../../protocol/cursor.ts';
import type { Message, Welcome } from '../../../protocol/message.ts';
import type { Broker, Page, RoomListener } from '../broker/broker.ts';
import { MemoryBroker } from '../broker/memory.ts';
import { MemoryPresence } from '../broker/memory-presence.ts';
import type { Connection, Ending, Fanout, RoomEvent } from '../connection.ts';
import { MemberGroup } from './group.ts';
import { Hub } from './hub.ts';
import { newGuest, type Identity } from '../session/identity.ts';
import { MemorySessionStore } from '../session/memory-store.ts';

let batches: string[][];

/** Records each batch that it delivers. What a connection receives is in its `seen`. */
class RecordingGroup extends MemberGroup<FakeConnection> {
	override deliver(messages: readonly Message[]) {
		batches.push(messages.map(({ text }) => text));
		super.deliver(messages);
	}
}
const recording: Fanout = { group: () => new RecordingGroup() };

class FakeConnection implements Connection {
	readonly id = 'c';
	readonly transport = 'websocket';
	readonly fanout = recording;
	identity: Identity;
	readonly seen: (number | string)[] = [];
	readonly closings: [number, Ending | undefined][] = [];
	/** Called before a replay continues, when it would wait for a slow reader. */
	onDrained: () => Promise<void> | void = () => undefined;

	constructor(identity = newGuest()) {
		this.identity = identity;
	}
	send(event: RoomEvent) {
		// Presence has no fixed place in the order that `seen` records; presence.spec.ts tests it.
		if (event.type !== 'gap') return;
		const { reason, from, to } = event;
		this.seen.push(`gap ${reason}${from === null ? '' : ` ${from}-${to}`}`);
	}
	deliver(messages: readonly Message[]) {
		this.seen.push(...messages.map(({ seq }) => seq));
	}
	async drained() {
		await this.onDrained();
	}
	close(code: number, ending?: Ending) {
		this.closings.push([code, ending]);
	}
}

let broker: MemoryBroker;
let sessions: MemorySessionStore;
let hub: Hub;
beforeEach(() => {
	broker = new MemoryBroker({ maxRooms: 5, log: { error: vi.fn() } });
	hub = hubOn(broker);
	batches = [];
});
afterEach(async () => {
	vi.useRealTimers();
	await broker.close();
});

function hubOn(broker: Broker): Hub {
	sessions = new MemorySessionStore();
	return new Hub({ broker, presence: new MemoryPresence(), sessions, instanceId: 'instance' });
}

const publish = (text = 'x', room = 'r') => hub.publish(newGuest(), room, { text }, 'http');
/** Waits until published messages have been delivered, which takes the room two turns. */
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

function connect(identity?: Identity) {
	const connection = new FakeConnection(identity);
	hub.add(connection);
	return connection;
}

async function join(connection: FakeConnection, after: string | null = null, room = 'r') {
	let welcome: Welcome | undefined;
	await hub.join(connection, room, {
		after: parseCursor(after),
		welcome: (received) => {
			welcome = received;
			connection.seen.push('welcome');
		}
	});
	return welcome;
}

describe('delivery', () => {
	it('delivers the messages of one turn to a group together', async () => {
		const connection = connect();
		await join(connection);
		await Promise.all([publish('a'), publish('b'), publish('c')]);
		await turn();
		expect(batches).toEqual([['a', 'b', 'c']]);
		await publish('d');
		await turn();
		expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
		expect(connection.seen).toEqual(['welcome', 1, 2, 3, 4]);
	});
});

describe('joining', () => {
	it('repeats no message for a reader that joins in the turn of that message', async () => {
		const early = connect();
		const welcome = await join(early);
		await publish('a');
		const late = connect();
		const resuming = connect();
		await Promise.all([join(late), join(resuming, welcome?.cursor)]);
		await publish('b');
		await turn();
		expect(early.seen).toEqual(['welcome', 1, 2]);
		expect(late.seen).toEqual(['welcome', 2]);
		expect(resuming.seen).toEqual(['welcome', 1, 2]);
	});

	it('replays page by page at the reader’s pace without missing new messages [after]', async () => {
		for (let n = 0; n < 120; n++) await publish();
		const connection = connect();
		let pauses = 0;
		connection.onDrained = async () => {
			pauses += 1;
			if (pauses < 5) for (let n = 0; n < 30; n++) await publish();
		};
		await join(connection, `${(await broker.read('r', null, 0)).last.epoch}.0`);
		await publish();
		await turn();
		expect(pauses).toBeGreaterThan(3);
		const total = 120 + 30 * Math.min(pauses, 4) + 1;
		expect(connection.seen).toEqual(['welcome', ...Array.from({ length: total }, (_, n) => n + 1)]);
	});

	it('misses no message while a read of the broker is pending', async () => {
		const read = broker.read.bind(broker);
		let reads = 0;
		broker.read = async (...args) => {
			const page = await read(...args);
			if (++reads < 4) await publish();
			return page;
		};
		const early = connect();
		const welcome = await join(early);
		const connection = connect();
		reads = 0;
		await join(connection, welcome?.cursor);
		await publish();
		await turn();
		const { last } = await read('r', null, 0);
		expect(connection.seen).toEqual([
			'welcome',
			...Array.from({ length: last.seq }, (_, n) => n + 1).slice(Number(welcome?.lastSeq))
		]);
		expect(early.seen.slice(1)).toEqual(connection.seen.slice(1));
	});

	it('does not welcome a reader that leaves while joining', async () => {
		const connection = connect();
		const joining = join(connection);
		hub.leave(connection, 'r');
		expect(await joining).toBeUndefined();
		await publish();
		await turn();
		expect(connection.seen).toEqual([]);
		await expect(hub.requireIn(connection, 'r')).rejects.toMatchObject({
			problem: { code: 'not_in_room' }
		});
	});

	it('does not add a closed connection to a room', async () => {
		const connection = connect();
		hub.remove(connection);
		expect(await join(connection)).toBeUndefined();
		expect(hub.isIn(connection, 'r')).toBe(false);
	});

	it('leaves nothing behind when the broker rejects the join', async () => {
		for (const room of ['a', 'b', 'c', 'd', 'e']) await publish('x', room);
		const connection = connect();
		await expect(join(connection)).rejects.toMatchObject({ problem: { code: 'full' } });
		expect([...hub.roomsOf(connection)]).toEqual([]);
		await join(connection, null, 'a');
		expect([...hub.roomsOf(connection)]).toEqual(['a']);
	});

	it('`requireIn` of a joining connection resolves after its welcome', async () => {
		const connection = connect();
		void join(connection);
		await hub.requireIn(connection, 'r');
		expect(connection.seen).toEqual(['welcome']);
	});
});

describe('a broker that has lost messages', () => {
	const expired = (from: number, to: number) =>
		({ room: 'r', reason: 'expired', from, to, cursor: `e.${to}` }) as const;
	let listener: RoomListener;
	/** The page that a read returns. It may be ahead of the listener, which begins at `e.0`. */
	let held: Page;

	beforeEach(() => {
		held = page(0);
		const losing: Broker = {
			kind: 'memory',
			publish: () => Promise.reject(new Error('not here')),
			read: async () => held,
			subscribe: async (_, subscriber) => {
				listener = subscriber;
				return { position: { epoch: 'e', seq: 0 }, end: () => undefined };
			},
			close: () => Promise.resolve()
		};
		hub = hubOn(losing);
	});

	const page = (seq: number, epoch = 'e'): Page => {
		const at = { epoch, seq };
		return { last: at, gap: null, messages: [], end: at };
	};
	const receive = (seq: number, epoch = 'e') =>
		listener.message({
			...{ id: `${epoch}.${seq}`, seq, room: 'r', user: 'u', text: 'x' },
			...{ timestamp: 0, via: 'http' }
		});

	it('notifies a live reader once of each gap, before the messages that follow it', async () => {
		const live = connect();
		await join(live);
		listener.gap({ room: 'r', reason: 'reset', from: null, to: null, cursor: 'new.0' });
		receive(1, 'new');
		listener.gap({ ...expired(2, 5), cursor: 'new.5' });
		receive(6, 'new');
		await turn();
		expect(live.seen).toEqual(['welcome', 'gap reset', 1, 'gap expired 2-5', 6]);
	});

	it('delivers the messages before the gap first', async () => {
		const live = connect();
		await join(live);
		receive(1);
		listener.gap(expired(2, 5));
		expect(live.seen).toEqual(['welcome', 1, 'gap expired 2-5']);
	});

	it('reports to a reader that is ahead only the messages that it lacks', async () => {
		const ahead = [3, 5, 7].map((seq) => ({ seq, connection: connect() }));
		for (const { seq, connection } of ahead) {
			held = page(seq);
			await join(connection);
		}
		listener.gap(expired(1, 5));
		for (const seq of [6, 7, 8]) receive(seq);
		await turn();
		expect(ahead.map(({ connection }) => connection.seen.slice(1))).toEqual([
			['gap expired 4-5', 6, 7, 8],
			[6, 7, 8],
			[8]
		]);
	});

	it('does not notify a reader that has already read the new epoch', async () => {
		const connection = connect();
		held = page(2, 'new');
		await join(connection);
		listener.gap(expired(1, 5));
		listener.gap({ room: 'r', reason: 'reset', from: null, to: null, cursor: 'new.0' });
		for (const seq of [1, 2, 3]) receive(seq, 'new');
		await turn();
		expect(connection.seen).toEqual(['welcome', 3]);
	});

	it('makes a joining reader read again', async () => {
		const connection = connect();
		const joining = join(connection);
		await Promise.resolve();
		const reset = { room: 'r', reason: 'reset', from: null, to: null, cursor: 'new.1' } as const;
		const welcomed = vi.waitFor(() => expect(connection.seen).toContain('welcome'));
		listener.gap(reset);
		held = { ...page(1, 'new'), gap: reset };
		await Promise.all([joining, welcomed]);
		expect(connection.seen).toEqual(['welcome', 'gap reset']);
	});
});

describe('leaving', () => {
	it('still delivers earlier messages, but no later ones', async () => {
		const connection = connect();
		await join(connection);
		await publish('before');
		hub.leave(connection, 'r');
		await publish('after');
		await turn();
		expect(connection.seen).toEqual(['welcome', 1]);
	});

	it('unsubscribes from an empty room', async () => {
		const [a, b] = [connect(), connect()];
		await join(a);
		await join(b);
		hub.remove(a);
		hub.remove(a);
		hub.remove(b);
		await turn();
		expect(hub.size).toBe(0);
		for (const room of ['1', '2', '3', '4', '5']) await publish('x', room);
		expect(broker.size).toBe(5);
	});
});

describe('sessions', () => {
	const session = (sessionId: string, seconds: number): Identity => ({
		sessionId,
		user: 'Ada',
		expiresAt: Date.now() + seconds * 1000
	});

	it('close a connection that arrives after they have ended', () => {
		void sessions.end(session('a', 60));
		expect(connect(session('a', 60)).closings).toEqual([[4401, undefined]]);
		expect(connect(session('b', 60)).closings).toEqual([]);
	});

	it('close a connection when they expire, even after months [token-expiry]', () => {
		vi.useFakeTimers();
		const days = 24 * 60 * 60;
		const connection = connect(session('a', 60 * days));
		vi.advanceTimersByTime(60 * days * 1000 - 1);
		expect(connection.closings).toEqual([]);
		vi.advanceTimersByTime(1);
		expect(connection.closings).toEqual([[4401, { reason: 'token_expired' }]]);
	});

	it('close no connection after they have been replaced', () => {
		vi.useFakeTimers();
		const connection = connect(session('a', 10));
		connection.identity = session('b', 100);
		hub.updateIdentity(connection);
		vi.advanceTimersByTime(99_000);
		expect(connection.closings).toEqual([]);
		hub.remove(connection);
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe('shutting down', () => {
	it('closes every connection with its own retry delay', () => {
		const connections = Array.from({ length: 3 }, () => connect());
		let n = 0;
		hub.closeAll(1012, () => ({ retryAfterMs: n++ }));
		expect(connections.map(({ closings }) => closings)).toEqual(
			[0, 1, 2].map((retryAfterMs) => [[1012, { retryAfterMs }]])
		);
	});

	it('resolves `whenEmpty` at once without connections, otherwise when the last one has left', async () => {
		await hub.whenEmpty(60_000);
		const [a, b] = [connect(), connect()];
		const order: string[] = [];
		const emptied = hub.whenEmpty(60_000).then(() => order.push('emptied'));
		hub.remove(a);
		await turn();
		order.push('one left');
		hub.remove(b);
		await emptied;
		expect(order).toEqual(['one left', 'emptied']);
	});
});
