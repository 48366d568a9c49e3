import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../hovers/types.ts';
import { markAt, step } from './place.ts';

// const port = next(port);
//
// open(port);
const marks: Mark[] = [
	[0, 6, 4, 0],
	[0, 13, 4, 1],
	[0, 18, 4, 0],
	[2, 0, 4, 2],
	[2, 5, 4, 0]
];

describe('the name at a place', () => {
	it('is the name under the position, from its first letter to the end of its last', () => {
		expect([5, 6, 8, 10, 11].map((column) => markAt(marks, { line: 0, column }))).toEqual([
			-1, 0, 0, 0, -1
		]);
	});

	it('does not exist on a line without names', () => {
		expect(markAt(marks, { line: 1, column: 6 })).toBe(-1);
	});
});

describe('a key', () => {
	it('goes to the next and the previous name, and not beyond the ends', () => {
		expect(step(marks, 0, 'ArrowRight')).toBe(1);
		expect(step(marks, 4, 'ArrowRight')).toBe(4);
		expect(step(marks, 3, 'ArrowLeft')).toBe(2);
		expect(step(marks, 0, 'ArrowLeft')).toBe(0);
		expect([step(marks, 2, 'Home'), step(marks, 2, 'End')]).toEqual([0, 4]);
	});

	it('goes to the nearest name of the next line with names, and stays if there is none', () => {
		expect(step(marks, 2, 'ArrowDown')).toBe(4);
		expect(step(marks, 3, 'ArrowUp')).toBe(0);
		expect(step(marks, 4, 'ArrowDown')).toBe(4);
		expect(step(marks, 1, 'ArrowUp')).toBe(1);
	});

	it('without a meaning is not handled', () => {
		expect(step(marks, 0, 'a')).toBeNull();
	});
});
