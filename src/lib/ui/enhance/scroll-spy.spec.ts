import { expect, test } from 'vitest';
import { currentHeading } from './scroll-spy.ts';

test('the current heading is the last one above the line', () => {
	expect(currentHeading([-900, 120, 700], 200, false)).toBe(1);
});

test('above the first heading none is current', () => {
	expect(currentHeading([300, 900], 200, false)).toBe(-1);
});

test('a heading exactly on the line is reached', () => {
	expect(currentHeading([200], 200, false)).toBe(0);
});

test('at the end of the page the last heading is current, however low it stands', () => {
	expect(currentHeading([-900, 120, 700], 200, true)).toBe(2);
});

test('a page without headings has no current one', () => {
	expect(currentHeading([], 200, true)).toBe(-1);
});
