import { expect, it } from 'vitest';
import { momentsOf } from '$lib/inspector/space-time/events.ts';
import { summarize, type RunEvent } from './summary.ts';
import { loadRecorded } from './recorded.ts';
import { latestLength, latestRange, rangeOf, spaceTimeOf } from './space-time.ts';
import { text } from './text.ts';

const accepted = (seq: number): RunEvent => {
	const sentAt = seq * 400;
	return { type: 'accepted', seq, sentAt, at: sentAt + 20 };
};
const received = (seq: number, at: number): RunEvent => ({ type: 'received', seq, at });

/** Message 2 is lost with the connection, 3 arrives late, 4 twice, and 5 has not arrived yet. */
const events: RunEvent[] = [
	{ type: 'joined', after: 0, at: 100 },
	accepted(1),
	received(1, 430),
	{ type: 'fault', fault: 'cut', after: 1, at: 500 },
	accepted(2),
	{ type: 'joined', after: 2, at: 1_000 },
	accepted(3),
	{ type: 'fault', fault: 'duplicate', after: 3, at: 1_500 },
	accepted(4),
	received(3, 1_900),
	received(4, 1_910),
	received(4, 1_911),
	accepted(5)
];
const all = { first: 1, last: 5 };

it('each message has the times that were recorded, and no other', () => {
	const { passages, marks, bands } = spaceTimeOf(events, all);
	expect(
		passages.map(({ label, sentAt, arrivals, fate }) => [label, sentAt, arrivals, fate])
	).toEqual([
		['1', 400, [430], 'delivered'],
		['2', 800, [], 'lost'],
		['3', 1_200, [1_900], 'delivered'],
		['4', 1_600, [1_910, 1_911], 'repeated'],
		['5', 2_000, [], 'waiting']
	]);
	expect(passages[1]).toMatchObject({ knownAt: 820 });
	expect(marks.map(({ at }) => at)).toEqual([100, 1_000]);
	expect(bands.map(({ from, to }) => [from, to])).toEqual([
		[500, 500],
		[1_500, null]
	]);
});

it('a message whose loss the reader knows differs from one that is lost silently', () => {
	const knownLost: RunEvent = { type: 'known-lost', from: 2, to: 2, at: 1_001 };
	const { passages } = spaceTimeOf([...events, knownLost], { first: 2, last: 2 });
	expect(passages.map(({ fate }) => fate)).toEqual(['known-lost']);
});

it('a message that had not arrived at the end is lost only if the reader was still connected', () => {
	const end = (isConnected: boolean): RunEvent => ({ type: 'end', isConnected, at: 3_000 });
	const fates = (isConnected: boolean) =>
		spaceTimeOf([...events, end(isConnected)], all).passages.map(({ fate }) => fate);
	expect(fates(false)).toEqual(['delivered', 'lost', 'delivered', 'repeated', 'waiting']);
	expect(fates(true).at(-1)).toBe('lost');
});

it('the newest range has the last messages sent; the range of a fault begins just before it and ends at the next fault', () => {
	const summary = summarize(events);
	expect(latestRange(summary)).toEqual(all);
	expect(latestRange({ ...summary, sent: 60 })).toEqual({ first: 61 - latestLength, last: 60 });
	expect(rangeOf(summary.faults, 0, 5)).toEqual({ first: 1, last: 3 });
	expect(rangeOf(summary.faults, 1, 5)).toEqual({ first: 2, last: 5 });
});

it('in the recorded runs no message is answered or received before it was sent', async () => {
	const recorded = await loadRecorded();
	const runs = Object.values(recorded?.runs ?? {}).flatMap(({ naive, robust }) => [naive, robust]);
	expect(runs).toHaveLength(2 * Object.keys(text.transports).length);
	for (const run of runs) {
		const { passages } = spaceTimeOf(run, { first: 1, last: Infinity });
		expect(passages).toHaveLength(summarize(run).sent);
		for (const passage of passages) expect(Math.min(...momentsOf(passage))).toBe(passage.sentAt);
	}
});
