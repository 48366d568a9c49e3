import { expect, test } from 'vitest';
import { outcomeOf } from './run.ts';

const successful = { passed: 3, failed: 0, skipped: 1, retried: [] };
const failing = { passed: 3, failed: 2, skipped: 0, retried: [] };
const noTests = { passed: 0, failed: 0, skipped: 0, retried: [] };

test('the outcome of a successful runner is the counts in its report', () => {
	expect(outcomeOf(0, successful)).toEqual({ totals: successful });
});

test('failed tests count as failed, whatever the exit code of their runner', () => {
	expect(outcomeOf(1, failing)).toEqual({ totals: failing });
	expect(outcomeOf(0, failing)).toEqual({ totals: failing });
});

test('an exit code other than 0 without a failed test counts as one failure', () => {
	expect(outcomeOf(1, successful)).toEqual({
		totals: { ...successful, failed: 1 },
		remark: 'ended with code 1 though no test failed'
	});
});

test('a runner without a report counts as one failure, even with exit code 0', () => {
	expect(outcomeOf(null, null)).toMatchObject({
		totals: { failed: 1 },
		remark: 'was killed and left no readable report'
	});
	expect(outcomeOf(0, null).totals.failed).toBe(1);
});

test('a runner that ran no test counts as one failure; if it may be empty, only an exit code other than 0 does', () => {
	expect(outcomeOf(0, noTests)).toMatchObject({ totals: { failed: 1 }, remark: 'ran no test' });
	expect(outcomeOf(0, noTests, true)).toEqual({ totals: noTests });
	expect(outcomeOf(2, noTests, true)).toMatchObject({
		totals: { failed: 1 },
		remark: 'ended with code 2'
	});
});
