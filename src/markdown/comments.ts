import { ContentError } from './error.ts';
import { fenceEnd } from './fences.ts';
import type { Line } from './lines.ts';

const open = '<!--';
const close = '-->';

// An escaped character, a code span (without blank lines) or the beginning of a comment.
const token = /\\[\\`<]|(?<!`)(?<tick>`+)(?!`)(?:(?!\n[>\s]*\n)[^])*?(?<!`)\k<tick>(?!`)|<!--/y;

/**
 * Removes HTML comments before a page is read, so that no later step processes commented-out headings,
 * links, blocks or facts. In fenced blocks and code spans a comment is code. A line with nothing but a
 * comment is removed as a whole, so that it does not split a table or a list.
 * Throws ContentError for a comment that is never closed.
 */
export function withoutComments(lines: Line[], file: string): Line[] {
	if (!lines.some(({ text }) => text.includes(open))) return lines;
	const out: Line[] = [];
	for (let i = 0; i < lines.length; i++) {
		const end = fenceEnd(lines, i);
		if (end !== null) {
			out.push(...lines.slice(i, end + 1));
			i = end;
			continue;
		}
		const line = lines[i] as Line;
		// Neither a comment nor a code span begins on it.
		if (!/[<`]/.test(line.text)) {
			out.push(line);
			continue;
		}
		const result = readLine(lines, i, file);
		out.push(...result.lines);
		i = result.last;
	}
	return out;
}

/**
 * Removes the comments of one line, or of several if a code span or a comment continues on the next line.
 * `last` is the index of the last of them.
 */
function readLine(lines: Line[], index: number, file: string): { lines: Line[]; last: number } {
	const rest = lines.slice(index);
	const text = rest.map((line) => line.text).join('\n');
	const left: Line[] = [{ number: (lines[index] as Line).number, text: '' }];
	let hadComment = false;
	let at = 0;
	const lineAt = (offset: number) => index + text.slice(0, offset).split('\n').length - 1;
	while (at < text.length && text[at] !== '\n') {
		token.lastIndex = at;
		const found = token.exec(text)?.[0] ?? text[at] ?? '';
		const closing = found === open ? text.indexOf(close, at + open.length) : null;
		if (closing === -1) {
			const { number } = lines[lineAt(at)] as Line;
			throw new ContentError({ file, line: number }, 'this comment is never closed');
		}
		if (closing !== null) hadComment = true;
		else {
			for (const [i, part] of found.split('\n').entries()) {
				if (i > 0) left.push({ number: (lines[lineAt(at) + i] as Line).number, text: '' });
				(left.at(-1) as Line).text += part;
			}
		}
		at = closing === null ? at + found.length : closing + close.length;
	}
	const last = lineAt(at);
	const isEmpty = hadComment && left.every(({ text }) => /^[>\s]*$/.test(text));
	return { lines: isEmpty ? [] : left, last };
}
