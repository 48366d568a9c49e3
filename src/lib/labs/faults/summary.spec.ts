import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lateMs, summarize, type RunEvent } from './summary.ts';
import { predictLost } from './oracle.ts';

const everyMs = 400;

interface Step {
	/** Whether the connection is down when this message is sent, so that a client that does not resume loses it. */
	isCut: boolean;
}

/** A run in which some messages are sent while the connection is down. It is back before each of the others is sent. */
function run(steps: readonly Step[], resumes: boolean): RunEvent[] {
	const events: RunEvent[] = [{ type: 'joined', after: 0, at: 0 }];
	let missed: number[] = [];
	for (const [i, { isCut }] of steps.entries()) {
		const seq = i + 1;
		const at = seq * everyMs;
		if (isCut && missed.length === 0) events.push({ type: 'fault', fault: 'cut', after: i, at });
		if (!isCut && missed.length > 0) {
			if (!resumes) events.push({ type: 'joined', after: i, at });
			else for (const late of missed) events.push({ type: 'received', seq: late, at });
			missed = [];
		}
		events.push({ type: 'accepted', seq, sentAt: at, at });
		if (isCut) missed.push(seq);
		else events.push({ type: 'received', seq, at: at + 1 });
	}
	const at = (steps.length + 1) * everyMs;
	if (resumes) for (const seq of missed) events.push({ type: 'received', seq, at });
	events.push({ type: 'end', isConnected: true, at });
	return events;
}

const steps = fc.array(fc.record({ isCut: fc.boolean() }), { minLength: 1, maxLength: 40 });

describe('any run', () => {
	it('a client that does not resume loses exactly what the oracle predicts', () => {
		fc.assert(
			fc.property(steps, (all) => {
				const events = run(all, false);
				const { cells, lost, verdict } = summarize(events);
				const missing = cells.filter(({ state }) => state === 'lost').map(({ seq }) => seq);
				expect(predictLost(events)).toEqual(missing);
				expect(lost).toBe(all.filter(({ isCut }) => isCut).length);
				expect(verdict).toBe(lost === 0 ? 'whole' : 'silent');
			})
		);
	});

	it('a client that resumes loses nothing, and receives every message once', () => {
		fc.assert(
			fc.property(steps, (all) => {
				const summary = summarize(run(all, true));
				expect(summary).toMatchObject({ lost: 0, repeated: 0, outOfOrder: 0, verdict: 'whole' });
				expect(summary.cells.map(({ seq, times }) => [seq, times])).toEqual(
					all.map((_, i) => [i + 1, 1])
				);
			})
		);
	});

	it('received, lost and waiting messages add up to the sent ones, whatever arrives and in whatever order', () => {
		const event = fc.oneof(
			fc.record({
				type: fc.constant('accepted' as const),
				seq: fc.integer({ min: 1, max: 20 }),
				sentAt: fc.constant(0)
			}),
			fc.record({ type: fc.constant('received' as const), seq: fc.integer({ min: 1, max: 20 }) }),
			fc.record({
				type: fc.constant('known-lost' as const),
				from: fc.integer({ min: 1, max: 20 }),
				to: fc.integer({ min: 1, max: 20 })
			})
		);
		fc.assert(
			fc.property(fc.array(event), (some) => {
				const events = some.map((one, i): RunEvent => ({ ...one, at: i }));
				const { cells, sent, received, lost } = summarize(events);
				const waiting = cells.filter(({ state }) => state === 'waiting').length;
				expect(received + lost + waiting).toBe(sent);
				const published = events.filter((event) => event.type === 'accepted');
				expect(sent).toBe(new Set(published.map(({ seq }) => seq)).size);
			})
		);
	});
});

const accepted = (...seqs: number[]) =>
	seqs.map((seq): RunEvent => {
		const at = seq * everyMs;
		return { type: 'accepted', seq, sentAt: at, at };
	});
const received = (seq: number, at = seq * everyMs): RunEvent => ({ type: 'received', seq, at });
const joined = (after: number, at: number): RunEvent => ({ type: 'joined', after, at });
const end = (isConnected = true): RunEvent => ({ type: 'end', isConnected, at: 99_999 });

it('a message is late, repeated or out of order', () => {
	const summary = summarize([
		...accepted(1, 2, 3),
		received(1, everyMs + lateMs),
		received(3),
		received(2, 2 * everyMs + lateMs + 1),
		received(3)
	]);
	expect(summary).toMatchObject({ late: 1, repeated: 1, outOfOrder: 1, lost: 0, received: 3 });
	expect(summary.cells.map(({ state, times }) => [state, times])).toEqual([
		['received', 1],
		['late', 1],
		['received', 2]
	]);
});

it('a message that has not arrived is waiting, until a later one arrives or the run ends while connected', () => {
	const events = [...accepted(1, 2), received(1)];
	expect(summarize(events).cells.at(-1)?.state).toBe('waiting');
	expect(summarize([...events, ...accepted(3), received(3)]).cells[1]?.state).toBe('lost');
	expect(summarize([...events, end()]).cells.at(-1)?.state).toBe('lost');
	expect(summarize([...events, end(false)]).cells.at(-1)?.state).toBe('waiting');
});

it.each([
	['whole', [received(1), received(2), end()]],
	['silent', [received(1), end()]],
	['known-lost', [received(1), { type: 'known-lost', from: 2, to: 2, at: 900 }, end()]],
	['silent', [{ type: 'known-lost', from: 2, to: 2, at: 900 }, end()]],
	['unknown', [received(1), received(2), end(false)]],
	['running', [received(1)]]
] satisfies [string, RunEvent[]][])('the verdict is %s', (verdict, events) => {
	expect(summarize([...accepted(1, 2), ...events]).verdict).toBe(verdict);
});

it('each fault lists the messages lost until the next fault, and has the time from its beginning to the arrival of the last late message', () => {
	const { faults } = summarize([
		...accepted(1),
		received(1),
		{ type: 'fault', fault: 'slow', after: 1, at: 500 },
		...accepted(2, 3),
		{ type: 'fault-over', fault: 'slow', after: 3, at: 1_500 },
		received(2, 1_600),
		received(3, 1_601),
		{ type: 'fault', fault: 'cut', after: 3, at: 2_000 },
		...accepted(4, 5),
		received(5),
		{ type: 'fault', fault: 'duplicate', after: 5, at: 2_300 },
		...accepted(6),
		received(6),
		received(6)
	]);
	const unharmed = { lost: [], repeated: 0, isReset: false, wholeAfterMs: 0 };
	expect(faults).toEqual([
		{ ...unharmed, fault: 'slow', after: 1, until: 3, wholeAfterMs: 1_100 },
		{ ...unharmed, fault: 'cut', after: 3, until: 3, lost: [4], wholeAfterMs: null },
		{ ...unharmed, fault: 'duplicate', after: 5, until: null, repeated: 1 }
	]);
});

it('the oracle predicts no loss of what the first value after a reconnection still holds', () => {
	const fault: RunEvent = { type: 'fault', fault: 'offline', after: 2, at: 900 };
	const events = [...accepted(1, 2), joined(0, 0), received(1), received(2), fault];
	const late = (...seqs: number[]) => seqs.map((seq) => received(seq, 9_000));
	const short = [...events, ...accepted(3, 4), joined(0, 9_000), ...late(3, 4), end()];
	expect(predictLost(short)).toEqual([]);
	expect(summarize(short).verdict).toBe('whole');
	const long = [...events, ...accepted(3, 4, 5), joined(3, 9_000), ...late(4, 5), end()];
	expect(predictLost(long)).toEqual([3]);
	expect(summarize(long)).toMatchObject({ lost: 1, verdict: 'silent' });
});

it('after a restart without Redis the simple client loses what the oracle predicts, and the robust one knows what was lost', () => {
	const fault = { type: 'fault', fault: 'restart', after: 2, at: 900 } as const;
	const restart = [fault, { type: 'fault-over', fault: 'restart', after: 2, at: 1_500 } as const];
	const events = [...accepted(1, 2), received(1), ...restart, ...accepted(3, 4)];
	const naive = [...events, received(2), joined(3, 1_900), received(4), end()];
	expect(predictLost(naive)).toEqual([3]);
	expect(summarize(naive)).toMatchObject({ lost: 1, verdict: 'silent' });
	const known: RunEvent = { type: 'known-lost', from: 2, to: 2, at: 1_600 };
	const reset: RunEvent = { type: 'reset', at: 1_600 };
	const robust = summarize([...events, known, reset, received(3), received(4), end()]);
	expect(robust).toMatchObject({ lost: 1, verdict: 'known-lost' });
	expect(robust.faults).toMatchObject([{ fault: 'restart', until: 2, isReset: true, lost: [] }]);
});

it('the oracle predicts no loss while Redis is down: connections stay open', () => {
	const fault: RunEvent = { type: 'fault', fault: 'redis', after: 1, at: 500 };
	const events = [...accepted(1), received(1), fault, ...accepted(2), received(2), end()];
	expect(predictLost(events)).toEqual([]);
	expect(summarize(events).verdict).toBe('whole');
});

it('the oracle predicts losses if the client has not rejoined by the end, and none if it stayed connected, its connection was resumed, or the run was stopped', () => {
	const fault = (name: 'cut' | 'slow', after: number): RunEvent => ({
		type: 'fault',
		fault: name,
		after,
		at: after * everyMs
	});
	expect(predictLost([...accepted(1), fault('cut', 1), ...accepted(2, 3), end()])).toEqual([2, 3]);
	expect(predictLost([...accepted(1), fault('slow', 1), ...accepted(2, 3), end()])).toEqual([]);
	expect(predictLost([{ type: 'joined', after: 7, at: 0 }])).toEqual([]);
	expect(predictLost([fault('cut', 1), ...accepted(2, 3), end(false)])).toEqual([]);
	const resumed: RunEvent = { type: 'resumed', at: 900 };
	expect(predictLost([fault('cut', 1), resumed, ...accepted(2, 3), end()])).toEqual([]);
});
