/**
 * A numbered line of a page. Features insert and remove lines, but the numbers stay those of the
 * author's file, so that an error always has the right position.
 */
export interface Line {
	/** Line of the author's file, from 1. */
	number: number;
	text: string;
}

/** Splits text with any line ends, with or without a byte order mark. */
export function toLines(source: string): Line[] {
	return source
		.replace(/^\uFEFF/, '')
		.split(/\r\n?|\n/)
		.map((text, i) => ({ number: i + 1, text }));
}

export function toText(lines: Line[]): string {
	return lines.map((line) => line.text).join('\n');
}

/**
 * Replaces every match of `pattern`, except in code spans.
 * @param pattern has one group
 * @param change receives the text of the group, and the whole match
 */
export function replaceMarks(
	{ number, text }: Line,
	pattern: RegExp,
	change: (name: string, whole: string) => string
): Line {
	const replaced = (part: string) =>
		part.replace(pattern, (whole, name: string) => change(name, whole));
	return { number, text: outsideCodeSpans(text, replaced) };
}

/**
 * Applies `change` to the parts of a line outside of code spans, and `changeCode` to the spans. Does not
 * recognize a code span over several lines.
 */
export function outsideCodeSpans(
	text: string,
	change: (part: string) => string,
	changeCode: (span: string) => string = (span) => span
): string {
	// `split` also returns the groups of the pattern: every third entry is `tick`, which is removed; then every
	// second one is a code span.
	return text
		.split(/((?<!`)(?<tick>`+)(?!`).*?(?<!`)\k<tick>(?!`))/)
		.filter((_, i) => i % 3 !== 2)
		.map((part, i) => (i % 2 === 0 ? change(part) : changeCode(part)))
		.join('');
}
