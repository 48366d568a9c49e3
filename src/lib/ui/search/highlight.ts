/** A part of a text, and whether it is highlighted. */
export interface Part {
	text: string;
	isMarked: boolean;
}

/** The length of an excerpt, and of its part before the match, in characters. */
const shownLength = 110;
const shownBefore = 24;

function pattern(words: readonly string[]): RegExp | null {
	const escaped = words
		.filter((word) => word !== '')
		.map((word) => word.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
	return escaped.length === 0 ? null : new RegExp(escaped.join('|'), 'giu');
}

/** Splits a text at the occurrences of the words. */
export function highlight(text: string, words: readonly string[]): Part[] {
	const parts: Part[] = [];
	let at = 0;
	for (const match of text.matchAll(pattern(words) ?? /(?!)/g)) {
		if (match.index > at) parts.push({ text: text.slice(at, match.index), isMarked: false });
		const last = parts.at(-1);
		if (last?.isMarked) last.text += match[0];
		else parts.push({ text: match[0], isMarked: true });
		at = match.index + match[0].length;
	}
	if (at < text.length) parts.push({ text: text.slice(at), isMarked: false });
	return parts;
}

/** The part of a text around a match of the longest word that it contains; its beginning if there is none. */
export function excerpt(text: string, words: readonly string[]): string {
	// The first words are the longest: a whole word says more than a pair of its characters.
	const found = words
		.map((word) => pattern([word])?.exec(text)?.index)
		.find((at) => at !== undefined);
	const from = Math.max(0, (found ?? 0) - shownBefore);
	const shown = text.slice(from, from + shownLength);
	return (from > 0 ? '…' : '') + shown + (from + shownLength < text.length ? '…' : '');
}
