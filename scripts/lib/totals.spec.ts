import { expect, test } from 'vitest';
import { closingLine, none, playwrightTotals, sum, vitestTotals } from './totals.ts';

const file = (status: string, ...results: string[]) => ({
	status,
	assertionResults: results.map((result) => ({ status: result }))
});
const vitest = (...testResults: unknown[]) => vitestTotals(JSON.stringify({ testResults }));
const playwright = (stats: Record<string, number>, errors: unknown[] = []) =>
	playwrightTotals(
		JSON.stringify({
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
	).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('vitest: a file that cannot be loaded is one failure', () => {
	expect(vitest(file('failed'))).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('vitest: a failing hook beside passing tests is one failure', () => {
	expect(vitest(file('failed', 'passed'))).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test('Playwright: unexpected and flaky tests count as failures', () => {
	expect(playwright({ expected: 5, unexpected: 2, flaky: 1, skipped: 3 })).toEqual({
		passed: 5,
		failed: 3,
		skipped: 3
	});
});

test('Playwright: an error outside of all tests is a failure', () => {
	expect(playwright({ expected: 1 }, [{ message: 'no such file' }]).failed).toBe(1);
});

test('an unknown report format is rejected instead of counted as zero tests', () => {
	expect(() => vitestTotals('{}')).toThrow();
	expect(() => playwrightTotals('{"stats":{}}')).toThrow();
});

test('totals are added, and no runs are zero tests [command-test]', () => {
	expect(sum([])).toEqual(none);
	expect(
		sum([
			{ passed: 1, failed: 2, skipped: 3 },
			{ passed: 10, failed: 20, skipped: 30 }
		])
	).toEqual({ passed: 11, failed: 22, skipped: 33 });
});

test('the closing line counts skipped tests only if there are any', () => {
	expect(closingLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
	expect(closingLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
});
