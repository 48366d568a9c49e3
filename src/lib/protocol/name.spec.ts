import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseName } from './name.ts';

it.each([
	['Ada', 'Ada'],
	['  花子 ', '花子'],
	['Ｔａｒｏ', 'Taro'],
	['ﾊﾅｺ', 'ハナコ'],
	['❤\uFE0F', '❤'],
	['葛\u{E0100}城', '葛城'],
	['guest', 'guest'],
	['guests-of-honour', 'guests-of-honour'],
	['ゲスト-1', 'ゲスト-1'],
	['Gustav-Adolf', 'Gustav-Adolf'],
	['😀'.repeat(32), '😀'.repeat(32)]
])('turns %j into %j [session-name]', (value, name) => {
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
	['👨\u200D👩', /invisible/],
	['\u3164', /invisible/],
	['\u2800\u2800', /invisible/],
	['a\u2800b', /invisible/],
	['\u115F', /invisible/],
	['\uFFA0', /invisible/],
	['gue\u00ADst-abcd', /invisible/],
	['Ada\u{E0041}', /invisible/],
	['guest-1234', /guest-/],
	['guest\u2010abcd', /guest-/],
	['guest\u2212abcd', /guest-/],
	['guestー1234', /guest-/],
	['guest - abcd', /guest-/],
	['gu\u0435\u0455\u0442-abcd', /guest-/],
	['G\u03c5\u0395ST\u2013abcd', /guest-/],
	['güést-abcd', /guest-/],
	['ⓖⓤⓔⓢⓣ-abcd', /guest-/],
	['\u{1D420}uest-x', /guest-/],
	['GUEST-x', /guest-/],
	['ｇｕｅｓｔ-x', /guest-/],
	[undefined, /string/],
	[null, /string/],
	[['Ada'], /string/],
	['x'.repeat(1_000_000), /32/]
])('rejects %j [session-name]', (value, reason) => {
	expect(parseName(value)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

it('normalizing a normalized name changes nothing', () => {
	// Any code point. fast-check's own unit `binary` is not used: it takes seconds to prepare.
	const character = fc
		.integer({ min: 0, max: 0x10ffff })
		.map((codePoint) => String.fromCodePoint(codePoint));
	const text = fc.string({ unit: character, maxLength: 40 });
	fc.assert(
		fc.property(text, (value) => {
			const parsed = parseName(value);
			if (parsed.ok) expect(parseName(parsed.name)).toEqual(parsed);
		})
	);
});
