import { ContentError } from './error.ts';
import type { Line } from './lines.ts';

/** A fenced block of a page. */
export interface Fence {
	/** Line of the opening fence in the author's file. */
	line: number;
	/** First word after the fence, in lower case; empty if there is none. */
	lang: string;
	/** The rest of that line. */
	meta: string;
	/** The lines between the fences, without the fence's indentation. */
	code: string;
}

// The prefix may include indentation, quote marks and list markers.
const opening =
	/^(?<prefix>\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+)*)(?<mark>`{3,}|~{3,})\s*(?<info>[^`]*)$/;

/**
 * Replaces each fenced block with the result of `replace`, as a separate paragraph in the same list item
 * or quotation. The build, the diagrams' script and the linter all use this scanner, so that they agree
 * on what a block is. Throws ContentError for a fence that is never closed.
 */
export function replaceFences(
	lines: Line[],
	file: string,
	replace: (fence: Fence) => string
): Line[] {
	const out: Line[] = [];
	for (let i = 0; i < lines.length; i++) {
		const line = lines[i] as Line;
		const groups = opening.exec(line.text)?.groups;
		if (!groups) {
			out.push(line);
			continue;
		}
		const { prefix = '', info = '' } = groups;
		const end = fenceEnd(lines, i);
		if (end === null)
			throw new ContentError({ file, line: line.number }, 'this code fence is never closed');

		const code = lines.slice(i + 1, end).map((inner) => withoutPrefix(inner.text, prefix));
		const [lang = ''] = info.split(/\s/);
		const token = replace({
			line: line.number,
			lang: lang.toLowerCase(),
			meta: info.slice(lang.length).trim(),
			code: code.join('\n')
		});
		const blank = { number: line.number, text: prefix.replace(/[^>\s]/g, ' ').trimEnd() };
		// One blank line on each side makes it a separate paragraph; two would end a list.
		if (!isBlank(out.at(-1)) && !/[-*+.)]/.test(prefix)) out.push(blank);
		out.push({ number: line.number, text: prefix + token });
		if (!isBlank(lines[end + 1])) out.push(blank);
		i = end;
	}
	return out;
}

/** Index of the line that closes the fence opened at `index`; null if none opens there or it is not closed. */
export function fenceEnd(lines: Line[], index: number): number | null {
	const { prefix = '', mark = '' } = opening.exec(lines[index]?.text ?? '')?.groups ?? {};
	if (mark === '') return null;
	// Four columns of indentation make it a line of the code (CommonMark 4.5).
	const closing = new RegExp(`^ {0,3}${mark[0] ?? ''}{${String(mark.length)},}\\s*$`);
	const isQuoted = prefix.includes('>');
	for (let i = index + 1; i < lines.length; i++) {
		const { text } = lines[i] as Line;
		// The end of a quotation also ends its fence.
		if (isQuoted && !/^\s*>/.test(text)) return null;
		if (closing.test(withoutPrefix(text, prefix))) return i;
	}
	return null;
}

function isBlank(line: Line | undefined): boolean {
	return line === undefined || /^[\s>]*$/.test(line.text);
}

function withoutPrefix(text: string, prefix: string): string {
	const quotes = prefix.split('>').length - 1;
	let rest = text;
	for (let i = 0; i < quotes; i++) rest = rest.replace(/^\s*>/, '');
	const indent = prefix.length - (prefix.lastIndexOf('>') + 1);
	const space = /^\s*/.exec(rest)?.[0].length ?? 0;
	return rest.slice(Math.min(indent, space));
}
