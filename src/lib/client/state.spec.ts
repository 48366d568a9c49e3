import { expect, it } from 'vitest';
import { secondsLeft } from './state.ts';

it('rounds a partial second up', () => {
	expect(secondsLeft(10_001, 10_000)).toBe(1);
	expect(secondsLeft(12_500, 10_000)).toBe(3);
});

it('never counts below zero', () => {
	expect(secondsLeft(10_000, 10_000)).toBe(0);
	expect(secondsLeft(9_000, 10_000)).toBe(0);
});
