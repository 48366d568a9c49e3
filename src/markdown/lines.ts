/**
 * A page's text as numbered lines. Steps may insert and remove lines; the numbers stay those of
 * the author's file, so that a late step still names the right place in an error.
 */
export interface Line {
	/** Line of the author's file, from 1. */
	no: number;
	text: string;
}

/** Whatever ends the lines, and with or without a byte order mark, which some editors write. */
export function toLines(source: string): Line[] {
	return source
		.replace(/^\uFEFF/, '')
		.split(/\r\n?|\n/)
		.map((text, i) => ({ no: i + 1, text }));
}

export function toText(lines: Line[]): string {
	return lines.map((line) => line.text).join('\n');
}

/**
 * Calls `change` on the parts of a line that are outside of code spans, `changeCode` on the spans, and puts the line
 * together again. A code span that goes over several lines is not recognised.
 */
export function outsideCodeSpans(
	text: string,
	change: (part: string) => string,
	changeCode: (span: string) => string = (span) => span
): string {
	// Odd entries of the split are the code spans, since the pattern has one outer group.
	return text
		.split(/((?<!`)(?<tick>`+)(?!`).*?(?<!`)\k<tick>(?!`))/)
		.filter((_, i) => i % 3 !== 2)
		.map((part, i) => (i % 2 === 0 ? change(part) : changeCode(part)))
		.join('');
}
