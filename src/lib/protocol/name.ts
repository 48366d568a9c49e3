import * as v from 'valibot';

/** The longest display name, in code points after normalisation. */
export const maxNameLength = 32;

/** What the server calls those who have no session: `guest-` and four characters. */
export const guestPrefix = 'guest-';

// Cc: control characters. Bidi_Control: U+202E and its like turn the text behind them around, so that
// one name can be drawn like another. Zl, Zp: line breaks. Cs: halves of surrogate pairs, which no two
// encoders treat alike.
const forbidden = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\p{Cs}]/u;

// Letters, numbers, punctuation or symbols: a name of joiners and marks alone could not be seen.
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A display name: normalised with NFKC (full-width and half-width forms become one), trimmed, 1 to 32
 * code points, no control or bidi characters, and not `guest-…`, which is the server's to give.
 */
export const NameSchema = v.pipe(
	v.string('must be a string'),
	// NFKC can make a text 18 times as long: nothing that could still be a name is this long before it.
	v.maxLength(256, `must have at most ${maxNameLength} characters`),
	v.transform((name) => name.normalize('NFKC').trim()),
	v.check((name) => name.length > 0, 'must not be empty'),
	v.check(
		(name) => [...name].length <= maxNameLength,
		`must have at most ${maxNameLength} characters`
	),
	v.check((name) => !forbidden.test(name), 'must not contain control characters'),
	v.check((name) => visible.test(name), 'must have a visible character'),
	v.check(
		(name) => !name.toLowerCase().startsWith(guestPrefix),
		`must not start with ${guestPrefix}`
	)
);

/** The cleaned name, or why it is none. */
export function parseName(
	value: unknown
): { ok: true; name: string } | { ok: false; reason: string } {
	const result = v.safeParse(NameSchema, value, { abortEarly: true });
	if (result.success) return { ok: true, name: result.output };
	return { ok: false, reason: result.issues[0].message };
}
