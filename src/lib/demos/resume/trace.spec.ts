import { describe, expect, it } from 'vitest';
import { arrived, connected, disconnected, emptyTrace, type Trace } from './trace.ts';

/** The server's clock is 500 ms behind, and each event takes 10 ms. */
const server = (now: number) => now - 510;
const begin = (trace: Trace, seq: number, now: number, epoch = 'e') =>
	connected(trace, { epoch, seq }, server(now), now);
const live = (trace: Trace, seq: number, now: number, epoch = 'e') =>
	arrived(trace, { epoch, seq }, server(now), now);
const replay = (trace: Trace, seq: number, sent: number, now: number) =>
	arrived(trace, { epoch: 'e', seq }, server(sent), now);

/** Connected at 1 s after event 4; 5 and 6 arrived; cut at 3.5 s. */
function cutAfterSix(): Trace {
	const trace = live(live(begin(emptyTrace, 4, 1_000), 5, 2_000), 6, 3_000);
	return disconnected(trace, 3_500);
}

const numbers = (trace: Trace) => trace.events.map(({ seq }) => seq);
const missing = (trace: Trace) => trace.events.filter(({ arrivedAt }) => arrivedAt === null);

describe('trace', () => {
	it('has the received events, and no loss, on the first connection', () => {
		const trace = cutAfterSix();
		expect(trace).toMatchObject({ received: 2, replayed: 0, lost: 0 });
		expect(trace.resumed).toBeUndefined();
		expect(numbers(trace)).toEqual([5, 6]);
		expect(trace.spans).toEqual([{ from: 1_000, to: 3_500 }]);
	});

	it('S5: marks events from before the reconnection as replayed, with none lost', () => {
		let trace = begin(cutAfterSix(), 6, 6_500);
		for (const [seq, sent] of [7, 8, 9].map((seq, i) => [seq, 4_000 + i * 1_000] as const)) {
			trace = replay(trace, seq, sent, 6_510);
		}
		trace = live(trace, 10, 7_000);
		expect(trace).toMatchObject({
			received: 6,
			replayed: 3,
			lost: 0,
			resumed: { after: 6, replayed: 3, lost: 0 }
		});
		expect(trace.events.map(({ isReplayed }) => isReplayed)).toEqual([
			...[false, false],
			...[true, true, true],
			false
		]);
		expect(trace.spans).toHaveLength(2);
	});

	it('S5: lists the lost numbers after a reconnection without a position', () => {
		const trace = live(begin(cutAfterSix(), 9, 6_500), 10, 7_000);
		expect(trace).toMatchObject({ received: 3, replayed: 0, lost: 3, resumed: { lost: 3 } });
		expect(numbers(trace)).toEqual([5, 6, 7, 8, 9, 10]);
		// They were sent one a second, between those that arrived.
		expect(missing(trace).map(({ sentAt }) => Math.round(sentAt))).toEqual([4_000, 5_000, 6_000]);
	});

	it('estimates the difference of the clocks from the fastest event', () => {
		const slow = arrived(begin(emptyTrace, 0, 1_000), { epoch: 'e', seq: 1 }, 1_490, 2_300);
		expect(slow.offset).toBe(510);
		const fast = arrived(slow, { epoch: 'e', seq: 2 }, 2_495, 3_000);
		expect(fast.offset).toBe(505);
		expect(fast.events.at(-1)).toMatchObject({ sentAt: 3_000, arrivedAt: 3_000 });
	});

	it('ignores an event that it already has', () => {
		const trace = cutAfterSix();
		expect(live(trace, 6, 4_000)).toBe(trace);
	});

	it('counts nothing as lost or replayed after another process has answered', () => {
		const trace = live(begin(cutAfterSix(), 70, 6_500, 'f'), 71, 7_000, 'f');
		expect(trace).toMatchObject({ received: 3, replayed: 0, lost: 0 });
		expect(trace.resumed).toBeUndefined();
	});

	it('keeps a limited number of events, and counts all', () => {
		const trace = live(begin(cutAfterSix(), 1_006, 6_500), 1_007, 7_000);
		expect(trace.lost).toBe(1_000);
		expect(trace.events).toHaveLength(80);
		expect(numbers(trace).slice(-2)).toEqual([1_006, 1_007]);
	});
});
