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
