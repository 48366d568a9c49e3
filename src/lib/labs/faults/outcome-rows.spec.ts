import { expect, it } from 'vitest';
import { outcomeRows } from './outcome-rows.ts';
import type { FaultName, PlannedFault } from './script.ts';
import type { FaultOutcome } from './summary.ts';

const planned = (fault: FaultName, after: number): PlannedFault => ({
	fault,
	after,
	until: after + 3,
	end: after + 8
});

const outcome = (fault: FaultName, after: number, until: number | null = after): FaultOutcome => ({
	...{ fault, after, until, lost: [], repeated: 0, isReset: false, wholeAfterMs: 0 }
});

it('lists the plan before the run', () => {
	expect(outcomeRows([{ faults: [] }, { faults: [] }], [planned('slow', 2)])).toEqual([
		{ fault: 'slow', after: 2, until: 5, outcomes: [] }
	]);
});

it('keeps the outcomes of a client that missed a fault beside those of the other', () => {
	const plan = [planned('slow', 2), planned('cut', 12), planned('delay', 22)];
	const [slow, cut, delay] = [
		outcome('slow', 2, 5),
		outcome('cut', 12),
		outcome('delay', 22, null)
	];
	const rows = outcomeRows([{ faults: [slow, cut, delay] }, { faults: [slow, delay] }], plan);
	expect(rows).toEqual([
		{ fault: 'slow', after: 2, until: 5, outcomes: [slow, slow] },
		{ fault: 'cut', after: 12, until: 12, outcomes: [cut] },
		{ fault: 'delay', after: 22, until: null, outcomes: [delay, delay] }
	]);
});

it('orders the faults of a manual run by their places, and pairs those of one place in turn', () => {
	const [first, second, other] = [outcome('cut', 4), outcome('cut', 4), outcome('delay', 1)];
	const rows = outcomeRows([{ faults: [first, second] }, { faults: [other, first, second] }], null);
	expect(rows.map(({ fault, outcomes }) => [fault, outcomes.length])).toEqual([
		['delay', 2],
		['cut', 2],
		['cut', 2]
	]);
	expect(rows[1]?.outcomes).toEqual([first, first]);
	expect(rows[0]?.outcomes).toEqual([undefined, other]);
});
