import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

it('takes several tokens, or none if there are too few', () => {
	const bucket = new TokenBucket(3, 2);
	expect(bucket.take(0, 2)).toBe(true);
	expect(bucket.take(0, 2)).toBe(false);
	expect(bucket.take(0, 1)).toBe(true);
});

it('allows a burst of its capacity, then refills evenly up to its capacity', () => {
	const bucket = new TokenBucket(3, 2);
	expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
	expect(bucket.take(400)).toBe(false);
	expect(bucket.take(500)).toBe(true);
	expect(bucket.take(500)).toBe(false);
	expect([60_000, 60_000, 60_000, 60_000].map((now) => bucket.take(now))).toEqual([
		true,
		true,
		true,
		false
	]);
});
