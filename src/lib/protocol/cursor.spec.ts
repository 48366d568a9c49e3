import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatCursor, parseCursor } from './cursor.ts';

it('parses what it has formatted', () => {
	const epoch = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
	fc.assert(
		fc.property(epoch, fc.maxSafeNat(), (epoch, seq) => {
			expect(parseCursor(formatCursor({ epoch, seq }))).toEqual({ epoch, seq });
		})
	);
});

it.each([
	'',
	'.',
	'e.',
	'.1',
	'e.-1',
	'e.01',
	'e.1.2',
	'e.1 ',
	'e.1e3',
	'e.9007199254740992',
	'é.1',
	`${'e'.repeat(33)}.1`
])('rejects %j', (text) => {
	expect(parseCursor(text)).toBeNull();
});

it('accepts only strings, and never throws', () => {
	fc.assert(
		fc.property(fc.anything(), (value) => {
			const cursor = parseCursor(value);
			if (cursor) expect(formatCursor(cursor)).toBe(value);
		})
	);
	expect(parseCursor(['e.1'])).toBeNull();
});
