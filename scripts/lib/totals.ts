import * as v from 'valibot';

/** The results of a test run. */
export interface Totals {
	passed: number;
	failed: number;
	skipped: number;
	/** Titles of tests that passed only at their second attempt; `passed` includes them. */
	retried: string[];
}

export const none: Totals = { passed: 0, failed: 0, skipped: 0, retried: [] };

export function sum(all: Totals[]): Totals {
	return all.reduce(
		(total, one) => ({
			passed: total.passed + one.passed,
			failed: total.failed + one.failed,
			skipped: total.skipped + one.skipped,
			retried: [...total.retried, ...one.retried]
		}),
		none
	);
}

/** The counts of a runner or of the whole run: `N passed, N failed`, and `, N skipped` if any were. */
export function closingLine({ passed, failed, skipped }: Omit<Totals, 'retried'>): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const vitestReport = v.object({
	testResults: v.array(
		v.object({
			status: v.string(),
			assertionResults: v.array(
				v.object({
					status: v.string(),
					fullName: v.string(),
					// A test that passed only when it was retried still has the errors of its first attempt.
					failureMessages: v.nullish(v.array(v.string()), [])
				})
			)
		})
	)
});

/** Counts from vitest's `json` reporter. @throws for any other text */
export function vitestTotals(json: string): Totals {
	const { testResults } = v.parse(vitestReport, JSON.parse(json));
	return sum(
		testResults.map(({ status, assertionResults }) => {
			const count = (...kinds: string[]) =>
				assertionResults.filter((result) => kinds.includes(result.status)).length;
			const failed = count('failed');
			return {
				passed: count('passed'),
				// No test fails if the file cannot be loaded, or if its `beforeAll` or `afterAll` fails.
				failed: failed === 0 && status === 'failed' ? 1 : failed,
				skipped: count('pending', 'skipped', 'todo', 'disabled'),
				retried: assertionResults
					.filter((result) => result.status === 'passed' && result.failureMessages.length > 0)
					.map(({ fullName }) => fullName)
			};
		})
	);
}

interface PlaywrightSuite {
	specs: { title: string; tests: { status: string }[] }[];
	suites?: PlaywrightSuite[] | undefined;
}

const playwrightSuite: v.GenericSchema<PlaywrightSuite> = v.object({
	specs: v.array(v.object({ title: v.string(), tests: v.array(v.object({ status: v.string() })) })),
	suites: v.optional(v.array(v.lazy(() => playwrightSuite)))
});

const playwrightReport = v.object({
	suites: v.array(playwrightSuite),
	stats: v.object({
		expected: v.number(),
		unexpected: v.number(),
		flaky: v.number(),
		skipped: v.number()
	}),
	errors: v.array(v.unknown())
});

/** Counts from Playwright's `json` reporter. @throws for any other text */
export function playwrightTotals(json: string): Totals {
	const { suites, stats, errors } = v.parse(playwrightReport, JSON.parse(json));
	return {
		passed: stats.expected + stats.flaky,
		// `errors` are outside of tests: a spec that cannot be loaded, a worker's fixture that fails at its end.
		failed: stats.unexpected + errors.length,
		skipped: stats.skipped,
		retried: suites.flatMap(flakyTitles)
	};
}

function flakyTitles({ specs, suites = [] }: PlaywrightSuite): string[] {
	const flaky = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'));
	return [...flaky.map(({ title }) => title), ...suites.flatMap(flakyTitles)];
}
