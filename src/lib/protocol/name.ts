import * as v from 'valibot';

/** The longest display name, in code points after normalization. */
export const maxNameLength = 32;

/** Prefix of the names that the server gives to guests: `guest-` and four characters. */
export const guestPrefix = 'guest-';

// Cc: control characters. Bidi_Control: U+202E and the like reverse the text that follows, so that one
// name can look like another. Zl, Zp: line breaks. Cs: halves of surrogate pairs, which encoders treat
// in different ways.
const forbidden = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;

// Default_Ignorable_Code_Point: not rendered at all (soft hyphen, joiners, the Hangul fillers U+115F and
// U+3164). U+2800, the empty Braille cell, is in the category of symbols but looks like a space.
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800]/u;

// Letters, numbers, punctuation or symbols: a name that consists only of marks is not visible.
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Letters of other scripts that look like those of `guest` (UTS #39, confusables), in lower case. */
const lookAlikes: Record<string, string> = {
	g: '\u0261\u1d83\u018d\u0581\u050d\uab90\u13fb',
	u: '\ua79f\u1d1c\uab4e\uab52\u028b\u03c5\u057d\u222a\u22c3',
	e: '\u212e\uab32\u0435\u04bd\u03b5\uab7c',
	s: '\ua731\u01bd\u0455\uabaa\u057f',
	t: '\u0442\u03c4\u1d1b\uab72'
};
const imitatedLetters = new Map(
	Object.entries(lookAlikes).flatMap(([letter, others]) => [...others].map((c) => [c, letter]))
);

/** Dashes and characters that look like one: the long vowel mark, the numeral one, a box-drawing line. */
const dash = /[\p{Dash}\u02d7\u2043\u2500\u2796\u30fc\u4e00]/gu;

/** Whether a name could be mistaken for the name of a guest. */
function looksLikeGuest(name: string): boolean {
	const bare = name
		.normalize('NFKD')
		.replace(/[\p{M}\s]/gu, '')
		.toLowerCase();
	const skeleton = [...bare].map((c) => imitatedLetters.get(c) ?? c).join('');
	return skeleton.replace(dash, '-').startsWith(guestPrefix);
}

/**
 * The form in which a name is validated and counted: without variation selectors, which only choose a glyph,
 * normalized with NFKC (full-width and half-width forms become one), and trimmed.
 */
export const normalizeName = (name: string): string =>
	name
		.replace(/\p{Variation_Selector}/gu, '')
		.normalize('NFKC')
		.trim();

/**
 * A display name: normalized, 1 to 32 code points, no control, bidi or invisible characters, and nothing
 * that looks like `guest-…`, which only the server assigns.
 */
export const NameSchema = v.pipe(
	v.string('must be a string'),
	// Bounds the work: NFKC can make a text 18 times as long.
	v.maxLength(256, `must have at most ${maxNameLength} characters`),
	v.transform(normalizeName),
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

/** The normalized name, or the reason why it is invalid. */
export function parseName(
	value: unknown
): { ok: true; name: string } | { ok: false; reason: string } {
	const result = v.safeParse(NameSchema, value, { abortEarly: true });
	if (result.success) return { ok: true, name: result.output };
	return { ok: false, reason: result.issues[0].message };
}
