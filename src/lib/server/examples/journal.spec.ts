import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseCursor, type Cursor } from '../../protocol/cursor.ts';
import type { RoomListener } from '../realtime/broker/broker.ts';
import { MemoryBroker } from '../realtime/broker/memory.ts';
import { historyLength } from '../realtime/limits.ts';
import { Journal } from './journal.ts';

/** A broker whose reads let other code run before they resolve, as those of Redis do. */
class SlowBroker extends MemoryBroker {
	/** What happens after each read of history, in order. */
	meanwhile: (() => unknown)[] = [];
	listener: RoomListener | undefined;

	override async read(room: string, after: Cursor | null, limit: number) {
		const page = await super.read(room, after, limit);
		if (limit > 0) await this.meanwhile.shift()?.();
		return page;
	}

	override subscribe(room: string, listener: RoomListener, opener?: string) {
		this.listener = listener;
		return super.subscribe(room, listener, opener);
	}
}

let broker: SlowBroker;
let journal: Journal<{ value: number }>;
beforeEach(() => {
	broker = new SlowBroker({ maxRooms: 1, log: { error: () => undefined } });
	journal = new Journal(broker, 'example');
});
afterEach(() => broker.close());

async function append(count: number) {
	for (let value = 0; value < count; value++) await journal.append({ value });
}

/** Follows from the beginning, and records entries by number, and gaps by their range. */
async function follow() {
	const received: (number | string)[] = [];
	await journal.follow(null, {
		entry: ({ seq }) => received.push(seq),
		gap: ({ reason, from, to }) => received.push(`${reason} ${String(from)}-${String(to)}`)
	});
	return received;
}

const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, i) => from + i);

it('delivers each entry once, also those appended while it reads', async () => {
	await append(150);
	broker.meanwhile = [() => append(3), () => append(2)];
	const received = await follow();
	await append(1);
	expect(received).toEqual(range(1, 156));
});

it('drops the queue when more entries arrive than history holds, and reads history again', async () => {
	await append(2);
	broker.meanwhile = [() => append(historyLength + 5), () => append(1)];
	const received = await follow();
	await append(1);
	const last = historyLength + 9;
	expect(received).toEqual([1, 2, 'expired 3-7', ...range(8, last)]);
});

it('keeps a queued gap when the entries that arrive with it are dropped', async () => {
	await append(2);
	broker.meanwhile = [
		async () => {
			const cursor = (await journal.lastId()).replace(/2$/, '1');
			const gap = { room: 'example', reason: 'reset', from: null, to: null, cursor } as const;
			broker.listener?.gap(gap);
			await append(historyLength);
		}
	];
	const received = await follow();
	expect(received.slice(0, 5)).toEqual([1, 2, 'reset null-null', 'expired 2-2', 3]);
	expect(received.at(-1)).toBe(historyLength + 2);
});

it('delivers the entries after a reset although their numbers have occurred before', async () => {
	await append(3);
	const received = await follow();
	const { epoch } = parseCursor(await journal.lastId())!;
	const entry = { room: 'example', user: '', text: '{}', timestamp: 1, via: 'http' } as const;
	const reset = { room: 'example', reason: 'reset', from: null, to: null } as const;
	broker.listener?.gap({ ...reset, cursor: `${epoch}.1` });
	broker.listener?.message({ ...entry, id: `${epoch}.2`, seq: 2 });
	expect(received).toEqual([1, 2, 3, 'reset null-null', 2]);
});
