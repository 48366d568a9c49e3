import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { formatCursor, type Cursor } from '../../../../protocol/cursor.ts';
import { gapOf } from '../broker.ts';
import type { Entry } from './entry.ts';
import { RoomFeed } from './feed.ts';
import type { RoomPage } from './rooms.ts';

/** A room's stream with two messages per page, so that reads need several pages. */
class Stream {
	epoch = 'e';
	entries: Entry[] = [];
	dropped = 0;
	lineage = 1;
	/** What happens during each of the next reads, after its page has been determined. */
	meanwhile: (() => void)[] = [];

	append(count = 1): Entry[] {
		const appended = Array.from({ length: count }, (_, i) => this.entry(this.last.seq + 1 + i));
		this.entries.push(...appended);
		return appended;
	}

	entry(seq: number, epoch = this.epoch): Entry {
		const id = formatCursor({ epoch, seq });
		const rest = { seq, room: 'r', user: 'u', text: `t${seq}`, timestamp: 1, via: 'http' } as const;
		return { message: { id, ...rest }, at: { epoch, seq }, mark: `m${seq}` };
	}

	get last(): Cursor {
		return { epoch: this.epoch, seq: this.dropped + this.entries.length };
	}

	async read(after: Cursor | null): Promise<RoomPage> {
		const { last, lineage, dropped } = this;
		const isKnown = after?.epoch === last.epoch && after.seq <= last.seq;
		const start = after === null ? last.seq : Math.max(isKnown ? after.seq : 0, dropped);
		const entries = this.entries.slice(start - dropped, start - dropped + 2);
		const gap = gapOf('r', after, last, start);
		await Promise.resolve();
		this.meanwhile.shift()?.();
		return { last, gap, entries, end: { ...last, seq: start + entries.length }, lineage };
	}
}

let stream: Stream;
let feed: RoomFeed;
let received: string[];
let calls: number;

beforeEach(() => {
	stream = new Stream();
	received = [];
	calls = 0;
	feed = new RoomFeed({
		room: 'r',
		read: (after) => stream.read(after),
		observed: () => undefined,
		onBehind: () => calls++,
		onError: (error) => received.push(`failed: ${String(error)}`)
	});
	feed.listeners.add({
		message: ({ id }) => received.push(id),
		gap: ({ reason, from, to, cursor }) => received.push(`${reason} ${from}-${to} ${cursor}`)
	});
});

test('messages of the channel are passed on as they arrive', async () => {
	await feed.catchUp();
	for (const entry of stream.append(3)) feed.receive(entry);
	expect(received).toEqual(['e.1', 'e.2', 'e.3']);
	expect(calls).toBe(0);
});

test('messages missing from the channel are read from the stream, and none is repeated', async () => {
	await feed.catchUp();
	const appended = stream.append(5);
	for (const entry of appended.slice(2)) feed.receive(entry);
	expect([received, calls]).toEqual([[], 1]);
	await feed.catchUp();
	expect(received).toEqual(['e.1', 'e.2', 'e.3', 'e.4', 'e.5']);
});

test('messages that arrive over the channel during a read follow those that were read', async () => {
	stream.append(2);
	await feed.catchUp();
	feed.suspend();
	stream.append(3);
	stream.meanwhile = [
		() => feed.receive(stream.entry(5)),
		() => stream.append(2).forEach((entry) => feed.receive(entry))
	];
	await feed.catchUp();
	expect(received).toEqual(['e.3', 'e.4', 'e.5', 'e.6', 'e.7']);
});

test('a notice of a new epoch during a read causes another read', async () => {
	await feed.catchUp();
	stream.meanwhile = [
		() => {
			stream.epoch = 'f';
			stream.append(1);
			feed.receive(null);
		}
	];
	await feed.catchUp();
	expect(received).toEqual(['reset null-null f.0', 'f.1']);
});

test('a message of another epoch is not passed on before the reset is reported', async () => {
	await feed.catchUp();
	feed.receive(stream.entry(1, 'f'));
	expect([received, calls]).toEqual([[], 1]);
});

test('a repeated number on the channel causes a read; a message that was read before it arrived there does not', async () => {
	await feed.catchUp();
	const appended = stream.append(2);
	feed.receive(null);
	await feed.catchUp();
	calls = 0;
	for (const entry of appended) feed.receive(entry);
	expect([received, calls]).toEqual([['e.1', 'e.2'], 0]);
	feed.receive(stream.entry(2));
	expect(calls).toBe(1);
});

test('a history that cannot be proven to be the same is reported as a reset', async () => {
	stream.append(3);
	await feed.catchUp();
	feed.suspend();
	stream.lineage = 2;
	stream.append(1);
	await feed.catchUp();
	expect(received).toEqual(['reset null-null e.3', 'e.4']);
});

test('expired messages are reported with their first and last number', async () => {
	await feed.catchUp();
	feed.suspend();
	stream.append(5);
	stream.entries.splice(0, 3);
	stream.dropped = 3;
	await feed.catchUp();
	expect(received).toEqual(['expired 1-3 e.3', 'e.4', 'e.5']);
});

test('after a failed read the next read resumes from the same position', async () => {
	await feed.catchUp();
	stream.append(3);
	stream.meanwhile = [
		() => undefined,
		() => {
			throw new Error('Redis is gone');
		}
	];
	feed.suspend();
	await expect(feed.catchUp()).rejects.toThrow('gone');
	await feed.catchUp();
	expect(received).toEqual(['e.1', 'e.2', 'e.3']);
});

test('a flood of messages during a read is read from the stream instead of being queued', async () => {
	await feed.catchUp();
	stream.meanwhile = [() => stream.append(2500).forEach((entry) => feed.receive(entry))];
	feed.receive(null);
	await feed.catchUp();
	expect(received).toHaveLength(2500);
	expect(new Set(received).size).toBe(2500);
});

test('every message is delivered once and in order, whatever the channel loses [gap-always]', async () => {
	const part = fc.record({ count: fc.nat(4), lost: fc.array(fc.nat(3)), reads: fc.boolean() });
	// A regression: a notice at the moment a read ended used to wait for that finished read.
	const pause = { count: 0, lost: [], reads: true };
	const hole = (count: number) => ({ count, lost: [0], reads: true });
	const noticeAtTheEnd = [hole(2), pause, pause, hole(1)];
	await fc.assert(
		fc.asyncProperty(fc.array(part), async (parts) => {
			const stream = new Stream();
			const received: number[] = [];
			const feed: RoomFeed = new RoomFeed({
				room: 'r',
				read: (after) => stream.read(after),
				observed: () => undefined,
				onBehind: () => void feed.catchUp(),
				onError: () => undefined
			});
			feed.listeners.add({
				message: ({ seq }) => received.push(seq),
				gap: () => received.push(NaN)
			});
			await feed.catchUp();
			for (const { count, lost, reads } of parts) {
				stream.append(count).forEach((entry, i) => {
					if (!lost.includes(i)) feed.receive(entry);
				});
				if (reads) await Promise.resolve();
			}
			feed.receive(null);
			await feed.catchUp();
			expect(received).toEqual(Array.from({ length: stream.last.seq }, (_, i) => i + 1));
		}),
		{ examples: [[noticeAtTheEnd]] }
	);
});
