import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { listFlag, reportPath, type Runner } from './runners.ts';
import { none, type Totals } from './totals.ts';

/** The result of a runner: its counts, and a remark if they need one. */
export interface Outcome {
	totals: Totals;
	remark?: string;
}

/**
 * Starts a runner in this terminal, and reads its counts when it exits.
 *
 * @param env additional environment variables
 * @param isListOnly whether its tests are not run, but only counted as skipped
 */
export async function run(
	runner: Runner,
	env: Record<string, string>,
	isListOnly = false
): Promise<Outcome> {
	const file = resolve(reportPath(runner));
	mkdirSync(dirname(file), { recursive: true });
	// Otherwise the report of an earlier run would count for a runner that crashes before it writes its own.
	rmSync(file, { force: true });

	const child = spawn(process.execPath, isListOnly ? [...runner.args, listFlag] : runner.args, {
		stdio: ['ignore', isListOnly ? 'ignore' : 'inherit', 'inherit'],
		env: { ...process.env, ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
	});
	const [code] = (await once(child, 'exit')) as [number | null];
	if (!runner.totals) return outcomeOf(code, none, true);
	return outcomeOf(code, read(file, runner.totals));
}

/**
 * The outcome of a runner from its exit code and its counts. One failure is added in each of three cases: there is
 * no readable report; the exit code is not 0 although no test failed; no test was counted, not even as skipped,
 * unless the runner may be empty.
 *
 * @param code null if the runner was killed
 * @param counts null if it wrote no readable report
 * @param mayBeEmpty whether the runner may have no tests, as a build has none
 */
export function outcomeOf(code: number | null, counts: Totals | null, mayBeEmpty = false): Outcome {
	const failure = (totals: Totals, remark: string): Outcome => ({
		totals: { ...totals, failed: totals.failed + 1 },
		remark
	});
	const how = code === null ? 'was killed' : `ended with code ${code}`;
	if (!counts) return failure(none, `${how} and left no readable report`);
	if (code !== 0 && counts.failed === 0) {
		return failure(counts, mayBeEmpty ? how : `${how} though no test failed`);
	}
	const counted = counts.passed + counts.failed + counts.skipped;
	if (counted === 0 && !mayBeEmpty) return failure(counts, 'ran no test');
	return { totals: counts };
}

function read(file: string, totals: (json: string) => Totals): Totals | null {
	try {
		return totals(readFileSync(file, 'utf8'));
	} catch {
		// There is no report, or it is incomplete: the runner counts as failed.
		return null;
	}
}
