import { expect, it } from 'vitest';
import { shownRun, statusOf } from './shown.ts';
import { text } from './text.ts';

const recorded = { day: '2026-11-30', seed: 7 };
const recording = text.recorded(recorded.day, recorded.seed);
const run = {
	phase: 'running',
	isLimited: false,
	isStoreDown: false,
	missed: [],
	noServer: null,
	position: 0
} as const;
const failed = { ...run, phase: 'failed' } as const;

it('before a run, and after one that could not connect, the recording is shown with its day and seed', () => {
	expect(shownRun(null)).toBeNull();
	expect(statusOf(null, recorded)).toBe(recording);
	expect(shownRun(failed)).toBeNull();
	expect(statusOf(failed, recorded)).toBe(`${text.phases.failed}${recording}`);
});

it('a run that is connected replaces the recording', () => {
	expect(shownRun(run)).toBe(run);
	expect(statusOf(run, recorded)).toBe(text.phases.running);
	expect(statusOf({ ...run, isLimited: true }, recorded)).toBe(text.limited);
	expect(statusOf({ ...run, phase: 'finished', missed: ['cut'] }, recorded)).toBe(
		text.missed([text.faults.cut])
	);
});

it('without a recording the status is that of the run alone', () => {
	expect(statusOf(null, null)).toBe(text.phases.idle);
	expect(statusOf(failed, null)).toBe(text.phases.failed);
});

it('the status tells the position in the queue for a server, or why there is none, and the recording stays shown', () => {
	const waiting = { ...run, phase: 'preparing', position: 2 } as const;
	expect(shownRun(waiting)).toBeNull();
	expect(statusOf(waiting, recorded)).toBe(text.queued(2));
	expect(statusOf({ ...waiting, position: 0 }, recorded)).toBe(text.phases.preparing);
	for (const reason of Object.keys(text.noServer) as (keyof typeof text.noServer)[]) {
		const status = statusOf({ ...failed, noServer: reason }, recorded);
		expect(status).toBe(`${text.noServer[reason]}${recording}`);
	}
	expect(shownRun({ ...run, phase: 'cancelled' })).toBeNull();
	expect(statusOf({ ...run, phase: 'cancelled' }, recorded)).toContain(text.phases.cancelled);
});

it('a run stays shown after its throw-away server has ended, and the status says when Redis is down', () => {
	const gone = { ...run, phase: 'gone' } as const;
	expect(shownRun(gone)).toBe(gone);
	expect(statusOf(gone, recorded)).toBe(text.phases.gone);
	expect(statusOf({ ...run, isStoreDown: true }, recorded)).toBe(text.storeDown);
});
