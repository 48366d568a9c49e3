import { expect, test } from 'vitest';
import { nextDelay } from './next-delay.ts';

const longest = (failures: number, retryAfterMs?: number) =>
	nextDelay(failures, retryAfterMs, () => 1);

test('the limit doubles from one second to 30 seconds', () => {
	expect([0, 1, 2, 3, 4, 5].map((n) => longest(n))).toEqual([
		1000, 2000, 4000, 8000, 16_000, 30_000
	]);
	expect(longest(5000)).toBe(30_000);
});

test('S7: the delay is spread from zero to the limit', () => {
	expect(nextDelay(3, 0, () => 0)).toBe(0);
	expect(nextDelay(3, 0, () => 0.25)).toBe(2000);
	const delays = Array.from({ length: 200 }, () => nextDelay(3));
	expect(new Set(delays).size).toBeGreaterThan(150);
	expect(Math.max(...delays)).toBeLessThanOrEqual(8000);
});

test('S7: a delay that the server sets is the minimum, and a random time is added to it', () => {
	expect(nextDelay(0, 5000, () => 0)).toBe(5000);
	expect(nextDelay(0, 5000, () => 0.5)).toBe(5500);
});
