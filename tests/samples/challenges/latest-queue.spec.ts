import { expect, test } from 'vitest';
import { createLatestQueue } from './latest-queue.ts';

test('a new value replaces the one that is queued', () => {
	const queue = createLatestQueue<number>();
	for (let price = 1; price <= 1000; price++) queue.set('a', price);
	expect(queue.size).toBe(1);
	expect(queue.take()).toEqual(['a', 1000]);
	expect(queue.take()).toBeUndefined();
	expect(queue.size).toBe(0);
});

test('a key that changes often keeps its position', () => {
	const queue = createLatestQueue<number>();
	queue.set('often', 1);
	queue.set('rarely', 1);
	queue.set('often', 2);
	expect(queue.take()).toEqual(['often', 2]);
	queue.set('often', 3);
	expect(queue.take()).toEqual(['rarely', 1]);
	expect(queue.take()).toEqual(['often', 3]);
});

test('undefined is a value like any other', () => {
	const queue = createLatestQueue<undefined>();
	queue.set('a', undefined);
	expect(queue.take()).toEqual(['a', undefined]);
	expect(queue.size).toBe(0);
});
