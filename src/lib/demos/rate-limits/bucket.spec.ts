import { expect, it } from 'vitest';
import { createBucket } from './bucket.ts';

const takeAll = (bucket: ReturnType<typeof createBucket>, now: number) => {
	let taken = 0;
	while (bucket.take(now)) taken++;
	return taken;
};

it('allows its capacity at once, then nothing until a token is refilled', () => {
	const bucket = createBucket(8, 2);
	expect(takeAll(bucket, 1000)).toBe(8);
	expect(bucket.waitMs(1000)).toBe(500);
	expect(bucket.take(1499)).toBe(false);
	expect(bucket.take(1500)).toBe(true);
	expect(bucket.take(1500)).toBe(false);
});

it('holds no more tokens than its capacity, however long nothing is sent', () => {
	const bucket = createBucket(8, 2);
	expect(takeAll(bucket, 0)).toBe(8);
	expect(bucket.tokens(60_000)).toBe(8);
	expect(bucket.waitMs(60_000)).toBe(0);
	expect(takeAll(bucket, 60_000)).toBe(8);
});

it('allows at most its capacity plus the refilled tokens in the first ten seconds', () => {
	const bucket = createBucket(8, 2);
	let taken = 0;
	for (let now = 0; now < 10_000; now += 10) taken += takeAll(bucket, now);
	expect(taken).toBe(8 + 19);
});
