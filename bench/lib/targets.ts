import { short } from './output.ts';
import type { Spread } from './spread.ts';

/** What is aimed at, and what came out. */
export interface Verdict {
	what: string;
	/** In times: so many times cheaper at least, or dearer at most. */
	target: { atLeast: number } | { atMost: number };
	got: Spread;
}

/** One line for each target. Those that are missed are no failure of the program: machines differ. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
	if (verdicts.length === 0) return;
	console.log('\nTargets');
	for (const { what, target, got } of verdicts) {
		const [wanted, isMet] =
			'atLeast' in target
				? [`at least ${target.atLeast}`, got.median >= target.atLeast]
				: [`at most ${target.atMost}`, got.median <= target.atMost];
		const spread = `${short(got.min)} to ${short(got.max)}`;
		console.log(
			`${isMet ? 'met    ' : 'not met'}  ${what}: ${short(got.median)} × (${spread}), wanted ${wanted} ×`
		);
	}
}
