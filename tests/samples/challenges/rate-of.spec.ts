import { expect, test } from 'vitest';
import { rateOf } from './rate-of.ts';

test('the rate is the increase per second', () => {
	expect(rateOf({ total: 1000, at: 0 }, { total: 1030, at: 15_000 })).toBe(2);
	expect(rateOf({ total: 1000, at: 0 }, { total: 1000, at: 1000 })).toBe(0);
});

test('after a restart the count since the restart is used', () => {
	expect(rateOf({ total: 1000, at: 0 }, { total: 20, at: 10_000 })).toBe(2);
	expect(rateOf({ total: 1000, at: 0 }, { total: 0, at: 10_000 })).toBe(0);
});

test('there is no rate without time between the samples', () => {
	expect(rateOf({ total: 1, at: 5000 }, { total: 9, at: 5000 })).toBeNull();
	expect(rateOf({ total: 1, at: 5000 }, { total: 9, at: 4000 })).toBeNull();
});
