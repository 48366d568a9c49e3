import { ContentError } from './error.ts';
import type { Line } from './lines.ts';

/** A fenced block of a page, before its language decides what becomes of it. */
export interface Fence {
	/** Line of the opening fence in the author's file. */
	line: number;
	/** First word after the fence, lower case; empty where there is none. */
	lang: string;
	/** The rest of that line. */
	meta: string;
	/** The lines between the fences, without the indentation of the fence itself. */
	code: string;
}

// What may stand before a fence: indentation, quote marks, a list item's marker.
const opening =
	/^(?<prefix>\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+)*)(?<mark>`{3,}|~{3,})\s*(?<info>[^`]*)$/;

/**
 * Takes the fenced blocks out of a page. Each is replaced by what `replace` returns for it, as a
 * paragraph of its own in the same list item or quotation. One scanner serves the build, the
 * diagrams' script and the lint, so that they cannot disagree about what a block is.
 */
export function takeFences(lines: Line[], file: string, replace: (fence: Fence) => string): Line[] {
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
			throw new ContentError({ file, line: line.no }, 'this code fence is never closed');

		const code = lines.slice(i + 1, end).map((inner) => withoutPrefix(inner.text, prefix));
		const [lang = ''] = info.split(/\s/);
		const token = replace({
			line: line.no,
			lang: lang.toLowerCase(),
			meta: info.slice(lang.length).trim(),
			code: code.join('\n')
		});
		const blank = { no: line.no, text: prefix.replace(/[^>\s]/g, ' ').trimEnd() };
		// One blank line on each side makes a paragraph of its own; two would end a list.
		if (!isBlank(out.at(-1)) && !/[-*+.)]/.test(prefix)) out.push(blank);
		out.push({ no: line.no, text: prefix + token });
		if (!isBlank(lines[end + 1])) out.push(blank);
		i = end;
	}
	return out;
}

/** Index of the line that closes the fence which `index` opens; null where none begins there or it stays open. */
export function fenceEnd(lines: Line[], index: number): number | null {
	const { prefix = '', mark = '' } = opening.exec(lines[index]?.text ?? '')?.groups ?? {};
	if (mark === '') return null;
	// Indented by four columns it is a line of the code (CommonMark 4.5).
	const closing = new RegExp(`^ {0,3}${mark[0] ?? ''}{${String(mark.length)},}\\s*$`);
	const isQuoted = prefix.includes('>');
	for (let i = index + 1; i < lines.length; i++) {
		const { text } = lines[i] as Line;
		// A quotation that ends takes its fence with it.
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
