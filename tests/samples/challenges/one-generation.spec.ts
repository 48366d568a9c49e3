import { expect, test } from 'vitest';
import { createGenerations } from './one-generation.ts';

test('a new generation aborts the previous one of the same user only', () => {
	const generations = createGenerations();
	const [first, other] = [generations.start('ada'), generations.start('bob')];
	const second = generations.start('ada');
	expect([first, other, second].map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
	expect(generations.size).toBe(2);
});

test('a finished generation is removed', () => {
	const generations = createGenerations();
	const { signal, finish } = generations.start('ada');
	finish();
	finish();
	expect(generations.size).toBe(0);
	expect(signal.aborted).toBe(false);
});

test('a generation that finishes late leaves the next one in place', () => {
	const generations = createGenerations();
	const first = generations.start('ada');
	const second = generations.start('ada');
	first.finish();
	expect(generations.size).toBe(1);
	generations.start('ada');
	expect(second.signal.aborted).toBe(true);
});
