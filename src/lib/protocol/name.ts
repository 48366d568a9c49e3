import * as v from 'valibot';

/** The longest display name, in code points after normalisation. */
export const maxNameLength = 32;

/** What the server calls those who have no session: `guest-` and four characters. */
export const guestPrefix = 'guest-';

// Cc: control characters. Bidi_Control: U+202E and its like turn the text behind them around, so that
// one name can be drawn like another. Zl, Zp: line breaks. Cs: halves of surrogate pairs, which no two
// encoders treat alike.
const forbidden = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;

// Default_Ignorable_Code_Point: shown as nothing at all (soft hyphen, joiners, the Hangul fillers U+115F and
// U+3164). U+2800, the empty Braille cell, is a symbol by its category, and looks like a space.
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800]/u;

// Letters, numbers, punctuation or symbols: a name of marks alone could not be seen.
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Letters of other scripts that are drawn like those of `guest` (UTS #39, confusables), in lower case. */
const lookAlikes: Record<string, string> = {
	g: '\u0261\u1d83\u018d\u0581\u050d\uab90\u13fb',
	u: '\ua79f\u1d1c\uab4e\uab52\u028b\u03c5\u057d\u222a\u22c3',
	e: '\u212e\uab32\u0435\u04bd\u03b5\uab7c',
	s: '\ua731\u01bd\u0455\uabaa\u057f',
	t: '\u0442\u03c4\u1d1b\uab72'
};
const drawnAs = new Map(
	Object.entries(lookAlikes).flatMap(([letter, others]) => [...others].map((c) => [c, letter]))
);

/** Dashes, and what is drawn as one: the long vowel mark, the numeral one, a line of a table. */
const dash = /[\p{Dash}\u02d7\u2043\u2500\u2796\u30fc\u4e00]/gu;

/** Whether a name could be taken for one that the server gave to somebody without a session. */
function looksLikeGuest(name: string): boolean {
	const bare = name
		.normalize('NFKD')
		.replace(/[\p{M}\s]/gu, '')
		.toLowerCase();
	const skeleton = [...bare].map((c) => drawnAs.get(c) ?? c).join('');
	return skeleton.replace(dash, '-').startsWith(guestPrefix);
}

/**
 * A display name: normalised with NFKC (full-width and half-width forms become one), trimmed, 1 to 32
 * code points, no control, bidi or invisible characters, and nothing that looks like `guest-…`, which is
 * the server's to give. Variation selectors only choose a glyph (of a kanji, of an emoji) and are left out.
 */
export const NameSchema = v.pipe(
	v.string('must be a string'),
	// NFKC can make a text 18 times as long: nothing that could still be a name is this long before it.
	v.maxLength(256, `must have at most ${maxNameLength} characters`),
	v.transform((name) =>
		name
			.replace(/\p{Variation_Selector}/gu, '')
			.normalize('NFKC')
			.trim()
	),
	v.check((name) => name.length > 0, 'must not be empty'),
	v.check(
		(name) => [...name].length <= maxNameLength,
		`must have at most ${maxNameLength} characters`
	),
	v.check((name) => !forbidden.test(name), 'must not contain control characters'),
	v.check((name) => !invisible.test(name), 'must not contain invisible characters'),
	v.check((name) => visible.test(name), 'must have a visible character'),
	v.check((name) => !looksLikeGuest(name), `must not look like ${guestPrefix}`)
);

/** The cleaned name, or why it is none. */
export function parseName(
	value: unknown
): { ok: true; name: string } | { ok: false; reason: string } {
	const result = v.safeParse(NameSchema, value, { abortEarly: true });
	if (result.success) return { ok: true, name: result.output };
	return { ok: false, reason: result.issues[0].message };
}
