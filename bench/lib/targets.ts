import { short } from './output.ts';
import type { Spread } from './spread.ts';

/** A target and the measured value. */
export interface Verdict {
	what: string;
	/** The unit of the values; by default a ratio. */
	unit?: string;
	target: { atLeast: number } | { atMost: number };
	got: Spread;
	/** The value in the same rounds if the server spent no time outside the kernel. */
	ceiling?: Spread;
}

/** Prints one line per target. A missed target is no failure of the program, because machines differ. */
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
