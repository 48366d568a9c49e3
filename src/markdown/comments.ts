import { ContentError } from './error.ts';
import { fenceEnd } from './fences.ts';
import type { Line } from './lines.ts';

const open = '<!--';
const close = '-->';

// An escaped character, a code span (which no blank line parts) or the beginning of a comment.
const piece = /\\[\\`<]|(?<!`)(?<tick>`+)(?!`)(?:(?!\n[>\s]*\n)[^])*?(?<!`)\k<tick>(?!`)|<!--/y;

/**
 * Takes the HTML comments out of a page, before anybody reads it: what is commented out is no heading, no link, no
 * block and no fact for anyone. In fenced blocks and code spans a comment is code. A line that had nothing else goes as
 * a whole, so that a comment in the middle of a table or a list does not part it.
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
		const taken = readLine(lines, i, file);
		out.push(...taken.lines);
		i = taken.last;
	}
	return out;
}

/** One line without comments; more where a code span or a comment goes on. `last`: the line where it ends. */
function readLine(lines: Line[], index: number, file: string): { lines: Line[]; last: number } {
	const rest = lines.slice(index);
	const text = rest.map((line) => line.text).join('\n');
	const left: Line[] = [{ no: (lines[index] as Line).no, text: '' }];
	let hadComment = false;
	let at = 0;
	const lineAt = (offset: number) => index + text.slice(0, offset).split('\n').length - 1;
	while (at < text.length && text[at] !== '\n') {
		piece.lastIndex = at;
		const found = piece.exec(text)?.[0] ?? text[at] ?? '';
		const closing = found === open ? text.indexOf(close, at + open.length) : null;
		if (closing === -1) {
			const { no } = lines[lineAt(at)] as Line;
			throw new ContentError({ file, line: no }, 'this comment is never closed');
		}
		if (closing !== null) hadComment = true;
		else {
			for (const [i, part] of found.split('\n').entries()) {
				if (i > 0) left.push({ no: (lines[lineAt(at) + i] as Line).no, text: '' });
				(left.at(-1) as Line).text += part;
			}
		}
		at = closing === null ? at + found.length : closing + close.length;
	}
	const last = lineAt(at);
	const isEmpty = hadComment && left.every(({ text }) => /^[>\s]*$/.test(text));
	return { lines: isEmpty ? [] : left, last };
}
