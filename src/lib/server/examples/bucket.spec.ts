import { expect, it } from 'vitest';
import { Bucket } from './bucket.ts';

it('gives out its capacity at once, then what has come in since, and never more than it holds', () => {
	const bucket = new Bucket(3, 2);
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
