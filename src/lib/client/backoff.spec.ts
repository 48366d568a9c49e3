import { describe, expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

const highest = () => 1 - Number.EPSILON;

describe('backoff', () => {
	it('W2: doubles the upper bound of the wait after each failure', () => {
		const backoff = createBackoff({ baseMs: 100, random: highest });
		const waits = [0, 0, 0, 0].map((now) => Math.round(backoff.next(now)));
		expect(waits).toEqual([100, 200, 400, 800]);
	});

	// #region jitter
	it('W2: spreads each wait over the whole range from zero to the bound', () => {
		const draws = [0, 0.5, 0.25];
		const backoff = createBackoff({ baseMs: 100, random: () => draws.shift() ?? 0 });
		expect([backoff.next(0), backoff.next(0), backoff.next(0)]).toEqual([0, 100, 100]);
	});
	// #endregion jitter

	it('never waits longer than the cap, however many failures there were', () => {
		const backoff = createBackoff({ baseMs: 100, capMs: 1_000, random: highest });
		for (let failure = 0; failure < 2_000; failure++) backoff.next(0);
		expect(backoff.next(0)).toBeLessThanOrEqual(1_000);
		expect(backoff.next(0)).toBeGreaterThan(999);
	});

	it('W2: resets once a connection has been stable', () => {
		const backoff = createBackoff({ baseMs: 100, stableMs: 5_000, random: highest });
		backoff.next(0);
		backoff.next(0);
		backoff.opened(1_000);
		expect(Math.round(backoff.next(6_000))).toBe(100);
	});

	it('does not reset when connections break right after opening', () => {
		const backoff = createBackoff({ baseMs: 100, stableMs: 5_000, random: highest });
		backoff.next(0);
		backoff.opened(1_000);
		expect(Math.round(backoff.next(1_500))).toBe(200);
		expect(Math.round(backoff.next(60_000))).toBe(400);
	});
});
