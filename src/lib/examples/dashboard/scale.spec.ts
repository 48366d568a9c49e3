import { describe, expect, it } from 'vitest';
import { ceilingOf, pathOf } from './scale.ts';

describe('the top of a chart', () => {
	it.each([
		[0, 1],
		[0.4, 1],
		[3, 5],
		[5, 5],
		[11, 20],
		[480, 500]
	])('for a highest value of %d is %d', (highest, top) => {
		expect(ceilingOf(highest, 1)).toBe(top);
	});

	it('is at least the given minimum', () => {
		expect(ceilingOf(2, 10)).toBe(10);
	});
});

describe('the line of a chart', () => {
	it('is empty without a value, and ends at the right edge', () => {
		expect(pathOf([], 10, 60)).toBe('');
		expect(pathOf([0, 10], 10, 60)).toBe('M98.31 40L100 0');
	});
});
