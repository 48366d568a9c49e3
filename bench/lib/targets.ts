import { short } from './output.ts';
import type { Spread } from './spread.ts';

/** What is aimed at, and what came out. */
export interface Verdict {
	what: string;
	/** What the figures are in; without it times: so many times cheaper at least, or dearer at most. */
	unit?: string;
	target: { atLeast: number } | { atMost: number };
	got: Spread;
	/** What would be left, in the same rounds, if the server spent its time in the kernel only. */
	ceiling?: Spread;
}

/** One line for each target. Those that are missed are no failure of the program: machines differ. */
export function printVerdicts(verdicts: readonly Verdict[]): void {
	if (verdicts.length === 0) return;
	console.log('\nTargets');
	for (const { what, unit = '×', target, got, ceiling } of verdicts) {
		const [wanted, isMet] =
			'atLeast' in target
				? [`at least ${target.atLeast}`, got.median >= target.atLeast]
				: [`at most ${target.atMost}`, got.median <= target.atMost];
		const spread = `${short(got.min)} to ${short(got.max)}`;
		const kernel =
			isMet || ceiling === undefined
				? ''
				: `; ${short(ceiling.median)} × with no time spent outside the kernel`;
		console.log(
			`${isMet ? 'met    ' : 'not met'}  ${what}: ${short(got.median)} ${unit} (${spread}), wanted ${wanted} ${unit}${kernel}`
		);
	}
}
