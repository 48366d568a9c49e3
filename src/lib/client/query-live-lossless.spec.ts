import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newestLength, type Message } from '$lib/protocol/message.ts';
import { createBackoff } from './backoff.ts';
import { createLossless } from './query-live-lossless.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const room = 'r';
const message = (seq: number, epoch: string): Message => ({
	...{ id: `${epoch}.${seq}`, seq, room, user: 'u', text: `t${seq}` },
	...{ timestamp: 0, via: 'http' }
});

/** A room: `newest` is the value that query.live sends, and `fetch` answers a poll from the log. */
class FakeRoom {
	epoch = 'e';
	last = 0;
	/** How many messages the log holds. */
	capacity = 1_000;
	isDown = false;

	get newest(): Message[] {
		return this.#after(this.last - newestLength);
	}

	readonly fetch = vi.fn((input: RequestInfo | URL) => {
		if (this.isDown) return Promise.reject(new TypeError('Failed to fetch'));
		const url = new URL(input as string, 'http://localhost');
		const [epoch, seq] = (url.searchParams.get('after') ?? '').split('.');
		const oldest = Math.max(0, this.last - this.capacity);
		const isKnown = epoch === this.epoch;
		const from = isKnown ? Number(seq) : 0;
		const cursor = `${this.epoch}.${oldest}`;
		const reset = { room, reason: 'reset', from: null, to: null, cursor };
		const expired = { room, reason: 'expired', from: from + 1, to: oldest, cursor };
		return Promise.resolve(
			Response.json({
				messages: this.#after(Math.max(from, oldest)),
				cursor: `${this.epoch}.${this.last}`,
				...(!isKnown ? { gap: reset } : from < oldest ? { gap: expired } : {})
			})
		);
	});

	#after(seq: number): Message[] {
		const from = Math.max(0, seq);
		return Array.from({ length: this.last - from }, (_, i) => message(from + i + 1, this.epoch));
	}
}

function follow(from = new FakeRoom()) {
	const seqs: number[] = [];
	const reported: string[] = [];
	const reconnect = vi.fn();
	const lossless = createLossless({
		room,
		onEvent(event) {
			if (event.type === 'message') seqs.push(event.seq);
			else if (event.type === 'gap') reported.push(event.reason);
			else reported.push(event.type);
		},
		...{ reconnect, fetch: from.fetch, quietMs: 1_000, answerMs: 500, checkMs: 100 },
		backoff: createBackoff({ baseMs: 100, capMs: 100 })
	});
	/** The room gets `count` messages; its new value reaches the client only if `isSent`. */
	async function publish(count: number, isSent: boolean) {
		from.last += count;
		if (isSent) lossless.take(from.newest);
		await vi.advanceTimersByTimeAsync(0);
	}
	return { room: from, lossless, seqs, reported, reconnect, publish };
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

it('whichever values arrive, every message is received once and in order', async () => {
	const step = fc.record({ count: fc.nat(30), isSent: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
			const { lossless, room, seqs, reported, publish } = follow();
			await publish(0, true);
			for (const { count, isSent } of steps) await publish(count, isSent);
			await publish(0, true);
			expect(seqs).toEqual(upTo(room.last));
			expect(reported).toEqual([]);
			lossless.stop();
		})
	);
});

it('begins with the first value, and reads the log only if a value lacks the last received message', async () => {
	const from = new FakeRoom();
	from.last = 25;
	const { room, seqs, publish } = follow(from);
	await publish(0, true);
	for (let i = 0; i < 5; i++) await publish(9, true);
	expect(seqs).toEqual(upTo(70).slice(15));
	expect(room.fetch).not.toHaveBeenCalled();
	await publish(newestLength, true);
	expect(room.fetch).toHaveBeenCalledTimes(1);
	expect(seqs.at(-1)).toBe(80);
});

it('reports that the log no longer holds some messages, and that the numbering has restarted', async () => {
	const { room, seqs, reported, publish } = follow();
	await publish(3, true);
	room.capacity = 20;
	await publish(100, true);
	expect(reported).toEqual(['expired']);
	expect(seqs).toEqual([1, 2, 3, ...upTo(103).slice(83)]);
	Object.assign(room, { epoch: 'f', last: 0 });
	await publish(2, true);
	expect(reported).toEqual(['expired', 'reset']);
	expect(seqs.slice(-2)).toEqual([1, 2]);
});

it('processes no later message before the log has been read, however often that fails', async () => {
	const { room, seqs, publish } = follow();
	await publish(3, true);
	room.isDown = true;
	await publish(20, true);
	await publish(1, true);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(seqs).toEqual(upTo(3));
	room.isDown = false;
	await vi.advanceTimersByTimeAsync(200);
	expect(seqs).toEqual(upTo(24));
});

it('reopens a silent connection when only the log has new messages, or the server does not answer', async () => {
	const { room, lossless, reconnect, publish } = follow();
	lossless.opened();
	await publish(3, true);
	await vi.advanceTimersByTimeAsync(5_000);
	expect(room.fetch.mock.calls.length).toBeGreaterThan(1);
	expect(reconnect).not.toHaveBeenCalled();
	await publish(1, false);
	await vi.advanceTimersByTimeAsync(1_200);
	expect(reconnect).toHaveBeenCalledTimes(1);
	lossless.opened();
	await publish(0, true);
	room.isDown = true;
	await vi.advanceTimersByTimeAsync(2_000);
	expect(reconnect).toHaveBeenCalledTimes(2);
});

it('sends no request while SvelteKit reconnects, or once stopped', async () => {
	const { room, lossless, reconnect, publish } = follow();
	lossless.opened();
	await publish(1, true);
	lossless.closed();
	await vi.advanceTimersByTimeAsync(5_000);
	lossless.opened();
	lossless.stop();
	await vi.advanceTimersByTimeAsync(5_000);
	expect(room.fetch).not.toHaveBeenCalled();
	expect(reconnect).not.toHaveBeenCalled();
});
