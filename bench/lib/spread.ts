/** The median and the extremes of several rounds. */
export interface Spread {
	median: number;
	min: number;
	max: number;
}

/** @throws Error if there are no values */
export function spreadOf(values: readonly number[]): Spread {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const low = sorted[Math.ceil(middle) - 1];
	const high = sorted[Math.floor(middle)];
	const min = sorted[0];
	const max = sorted.at(-1);
	if (low === undefined || high === undefined || min === undefined || max === undefined) {
		throw new Error('a spread needs at least one value');
	}
	return { median: (low + high) / 2, min, max };
}

/** Each of `dividends` divided by the divisor of the same round. */
export function ratios(dividends: readonly number[], divisors: readonly number[]): Spread {
	return spreadOf(dividends.map((dividend, round) => dividend / (divisors[round] ?? NaN)));
}
