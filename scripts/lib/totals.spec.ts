import { expect, test } from 'vitest';
import { closingLine, none, playwrightTotals, sum, vitestTotals } from './totals.ts';

const file = (status: string, ...results: string[]) => ({
	status,
	assertionResults: results.map((result) =>
		result === 'retried'
			? { status: 'passed', fullName: 'a b', failureMessages: ['expected 1 to be 2'] }
			: { status: result, fullName: 'a b', failureMessages: [] }
	)
});
const vitest = (...testResults: unknown[]) => vitestTotals(JSON.stringify({ testResults }));
const playwright = (
	stats: Record<string, number>,
	errors: unknown[] = [],
	suites: unknown[] = []
) =>
	playwrightTotals(
		JSON.stringify({
			suites,
			stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
			errors
		})
	);

test('vitest: tests of all files are counted by result', () => {
	expect(
		vitest(
			file('passed', 'passed', 'passed', 'skipped'),
			file('failed', 'failed', 'passed', 'todo')
		)
	).toEqual({ passed: 3, failed: 1, skipped: 2, retried: [] });
});

test('vitest: a test that passes on its second attempt is counted as passed, and named', () => {
	expect(vitest(file('passed', 'passed', 'retried'))).toEqual({
		...none,
		passed: 2,
		retried: ['a b']
	});
});

test('vitest: a file that cannot be loaded is one failure', () => {
	expect(vitest(file('failed'))).toEqual({ ...none, failed: 1 });
});

test('vitest: a failing hook in a file whose tests all pass counts as one failure', () => {
	expect(vitest(file('failed', 'passed'))).toEqual({ ...none, passed: 1, failed: 1 });
});

test('Playwright: tests that fail on both attempts are failures; those that pass on the second are passed, and named', () => {
	const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
	const suites = [{ specs: [spec('a', 'expected')], suites: [{ specs: [spec('b', 'flaky')] }] }];
	const stats = { expected: 5, unexpected: 2, flaky: 1, skipped: 3 };
	expect(playwright(stats, [], suites)).toEqual({
		passed: 6,
		failed: 2,
		skipped: 3,
		retried: ['b']
	});
});

test('Playwright: an error outside any test is a failure', () => {
	expect(playwright({ expected: 1 }, [{ message: 'no such file' }]).failed).toBe(1);
});

test('an unknown report format is rejected instead of counted as zero tests', () => {
	expect(() => vitestTotals('{}')).toThrow();
	expect(() => playwrightTotals('{"stats":{}}')).toThrow();
});

test('totals are added, and the total of no runs is zero [command-test]', () => {
	expect(sum([])).toEqual(none);
	expect(
		sum([
			{ passed: 1, failed: 2, skipped: 3, retried: ['a'] },
			{ passed: 10, failed: 20, skipped: 30, retried: ['b'] }
		])
	).toEqual({ passed: 11, failed: 22, skipped: 33, retried: ['a', 'b'] });
});

test('the closing line counts skipped tests only if there are any', () => {
	expect(closingLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
	expect(closingLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
});
