import { expect, test } from 'vitest';
import { currentHeading } from './scroll-spy.ts';

test('the current heading is the last one above the line', () => {
	expect(currentHeading([-900, 60, 700], 80, null, -1)).toBe(1);
});

test('above the first heading none is current', () => {
	expect(currentHeading([300, 900], 80, null, -1)).toBe(-1);
});

test('a heading exactly on the line is reached', () => {
	expect(currentHeading([80], 80, null, -1)).toBe(0);
});

test('at the end of the page the last heading is current, however low it is', () => {
	expect(currentHeading([-900, 120, 700], 80, 800, -1)).toBe(2);
});

test('at the end of the page a heading whose link was followed is current while it is visible', () => {
	expect(currentHeading([-900, 120, 700], 80, 800, 1)).toBe(1);
	expect(currentHeading([-900, 120, 700], 80, 800, 0)).toBe(2);
});

test('elsewhere a followed link makes no difference', () => {
	expect(currentHeading([-900, 60, 700], 80, null, 0)).toBe(1);
});

test('a page without headings has no current one', () => {
	expect(currentHeading([], 80, 800, -1)).toBe(-1);
});
