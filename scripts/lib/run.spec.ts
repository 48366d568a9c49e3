import { expect, test } from 'vitest';
import { outcomeOf } from './run.ts';

const passed = { passed: 3, failed: 0, skipped: 1, retried: [] };
const broken = { passed: 3, failed: 2, skipped: 0, retried: [] };
const empty = { passed: 0, failed: 0, skipped: 0, retried: [] };

test('a successful runner has the counts in its report', () => {
	expect(outcomeOf(0, passed)).toEqual({ totals: passed });
});

test('failed tests are counted, with any exit code', () => {
	expect(outcomeOf(1, broken)).toEqual({ totals: broken });
	expect(outcomeOf(0, broken)).toEqual({ totals: broken });
});

test('an error code without a failed test is a failure', () => {
	expect(outcomeOf(1, passed)).toEqual({
		totals: { ...passed, failed: 1 },
		remark: 'ended with code 1 though no test failed'
	});
});

test('a runner without a report is a failure, even with exit code 0', () => {
	expect(outcomeOf(null, null)).toMatchObject({
		totals: { failed: 1 },
		remark: 'was killed and left no report'
	});
	expect(outcomeOf(0, null).totals.failed).toBe(1);
});

test('a runner that ran no test is a failure, unless it has no tests', () => {
	expect(outcomeOf(0, empty)).toMatchObject({ totals: { failed: 1 }, remark: 'ran no test' });
	expect(outcomeOf(0, empty, true)).toEqual({ totals: empty });
	expect(outcomeOf(2, empty, true)).toMatchObject({
		totals: { failed: 1 },
		remark: 'ended with code 2'
	});
});
