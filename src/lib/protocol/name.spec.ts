import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseName } from './name.ts';

it.each([
	['Ada', 'Ada'],
	['  花子 ', '花子'],
	['Ｔａｒｏ', 'Taro'],
	['ﾊﾅｺ', 'ハナコ'],
	['👨‍👩‍👧', '👨‍👩‍👧'],
	['😀'.repeat(32), '😀'.repeat(32)]
])('turns %j into %j', (value, name) => {
	expect(parseName(value)).toEqual({ ok: true, name });
});

it.each([
	['', /empty/],
	['   ', /empty/],
	['x'.repeat(33), /32/],
	['😀'.repeat(33), /32/],
	['ﷺﷺ', /32/],
	['a\nb', /control/],
	['a\u0000b', /control/],
	['abc\u202Edcb', /control/],
	['a\u2066b', /control/],
	['a\u200Fb', /control/],
	['\uD83D', /control/],
	['\u200D\u200D', /visible/],
	['guest-1234', /guest-/],
	['GUEST-x', /guest-/],
	['ｇｕｅｓｔ-x', /guest-/],
	[undefined, /string/],
	[null, /string/],
	[['Ada'], /string/],
	['x'.repeat(1_000_000), /32/]
])('refuses %j', (value, reason) => {
	expect(parseName(value)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

it('gives the same name again for a name it gave, whatever came in', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
			const parsed = parseName(value);
			if (parsed.ok) expect(parseName(parsed.name)).toEqual(parsed);
		})
	);
});
