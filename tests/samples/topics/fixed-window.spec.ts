import { expect, test } from 'vitest';
import { createFixedWindow } from './fixed-window.ts';

function setUp() {
	let now = 1000;
	const take = createFixedWindow(2, 10_000, () => now);
	return { take, at: (ms: number) => (now = ms) };
}

test('a key may use its limit once per window, and is told when the next window begins', () => {
	const { take, at } = setUp();
	expect([take('a'), take('a'), take('a')]).toEqual([0, 0, 10_000]);
	at(10_999);
	expect(take('a')).toBe(1);
	at(11_000);
	expect(take('a')).toBe(0);
});

test('each key has its own limit', () => {
	const { take } = setUp();
	expect([take('a'), take('a'), take('b'), take('b')]).toEqual([0, 0, 0, 0]);
	expect(take('b')).toBeGreaterThan(0);
});

test('around the end of a window, twice the limit passes', () => {
	const { take, at } = setUp();
	take('other');
	at(10_999);
	const before = [take('a'), take('a')];
	at(11_000);
	expect([...before, take('a'), take('a')]).toEqual([0, 0, 0, 0]);
});
