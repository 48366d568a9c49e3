import { expect, it } from 'vitest';
import { malformedMessageCounter, ViolationCounter } from './violations.ts';

it('reports true at the limit, not before', () => {
	const violations = new ViolationCounter(3, 1000);
	expect([0, 1, 2].map((now) => violations.add(now))).toEqual([false, false, true]);
});

it('forgets violations that are older than the window', () => {
	const violations = new ViolationCounter(3, 1000);
	expect([0, 500, 1000, 1400].map((now) => violations.add(now))).toEqual([
		false,
		false,
		false,
		true
	]);
});

it('never reaches the limit when violations are rare', () => {
	const violations = malformedMessageCounter();
	expect(Array.from({ length: 200 }, (_, n) => violations.add(n * 527)).some(Boolean)).toBe(false);
});

it('reaches the limit with the 20th malformed message, not before', () => {
	const violations = malformedMessageCounter();
	expect(Array.from({ length: 20 }, (_, n) => violations.add(n)).indexOf(true)).toBe(19);
});
