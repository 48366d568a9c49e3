import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excessOf, fits, textLength } from './text-length.ts';

it('counts code points: an emoji is one, half a surrogate pair is one', () => {
	expect(textLength('')).toBe(0);
	expect(textLength('a漢😀')).toBe(3);
	expect(textLength('\ud83d')).toBe(1);
	expect(textLength('\ude00\ud83d')).toBe(2);
});

it('accepts a text up to the limit, and not one character more', () => {
	expect(fits('😀'.repeat(1500), 2000)).toBe(true);
	expect(fits('😀'.repeat(2000), 2000)).toBe(true);
	expect(fits('😀'.repeat(2001), 2000)).toBe(false);
	expect(excessOf('😀'.repeat(2003), 2000)).toBe(3);
	expect(excessOf('a'.repeat(2000), 2000)).toBe(0);
	expect(excessOf('a'.repeat(2001), 2000)).toBe(1);
});

it('counts as many characters as an iteration over the string visits', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.nat(30), (text, max) => {
			const length = [...text].length;
			expect(textLength(text)).toBe(length);
			expect(excessOf(text, max)).toBe(Math.max(0, length - max));
			expect(fits(text, max)).toBe(length <= max);
		})
	);
});
