import { expect, test } from 'vitest';
import { createBucket } from './token-bucket.ts';

function setUp(capacity = 3, intervalMs = 100) {
	let now = 1000;
	const take = createBucket(capacity, intervalMs, () => now);
	return { take, wait: (ms: number) => (now += ms) };
}

test('the whole capacity can be used at once, and then the time to wait is returned', () => {
	const { take } = setUp();
	expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 100]);
});

test('after the returned time exactly one more message is accepted, every time', () => {
	const { take, wait } = setUp(1, 250);
	take();
	for (let n = 0; n < 1000; n++) {
		expect(take()).toBe(250);
		wait(249);
		expect(take()).toBe(1);
		wait(1);
		expect(take()).toBe(0);
	}
});

test('a rejection costs no token', () => {
	const { take, wait } = setUp(1, 250);
	for (let n = 0; n < 50; n++) take();
	wait(250);
	expect(take()).toBe(0);
});

test('a long pause saves no more than the capacity', () => {
	const { take, wait } = setUp();
	wait(3_600_000);
	expect([take(), take(), take()]).toEqual([0, 0, 0]);
	expect(take()).toBeGreaterThan(0);
});

test('the time to wait is rounded up', () => {
	const { take, wait } = setUp(1, 1000 / 3);
	take();
	const ms = take();
	expect(ms).toBe(334);
	wait(ms);
	expect(take()).toBe(0);
});
