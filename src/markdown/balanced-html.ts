import { ContentError } from './error.ts';
import { unmaskPlain } from './mask.ts';
import type { Node, Step } from './tree.ts';

/** Elements that have no end. */
const empty = new Set(['br', 'hr', 'img', 'input', 'wbr']);
const tag = /<(?<slash>\/?)(?<name>[a-z][a-z\d]*)\b(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;

interface Open {
	name: string;
	line: number;
}

/**
 * Throws ContentError for HTML that is not closed where it was opened: an element begins and ends in the same
 * paragraph, list item or row of blocks. A browser would close it elsewhere, and the page would look different from
 * there on.
 *
 * @param lineOf the author's line of a node, or of a line of its text, from 0
 */
export function checkTags(file: string, lineOf: (node: Node, below?: number) => number): Step {
	const fail = (line: number, reason: string) => {
		throw new ContentError({ file, line }, reason);
	};

	function check(node: Node): void {
		const open: Open[] = [];
		for (const child of node.children ?? []) {
			if (child.type === 'html') readTags(child, open);
			else if (child.type === 'text' && child.value?.includes('<')) {
				const before = child.value.slice(0, child.value.indexOf('<'));
				const [start = ''] = child.value.slice(before.length).split(/\s/);
				fail(lineAt(child, before), `the tag ${start} never ends: write \\< for the character`);
			} else check(child);
		}
		const last = open.at(-1);
		if (last) {
			const where = node.type === 'root' ? 'page' : 'paragraph, cell or item that it begins in';
			fail(last.line, `<${last.name}> is not closed by the end of the ${where}`);
		}
	}

	const lineAt = (node: Node, before: string) => lineOf(node, before.split('\n').length - 1);

	function readTags(node: Node, open: Open[]): void {
		const value = node.value ?? '';
		for (const match of value.matchAll(tag)) {
			const { slash = '', name = '' } = match.groups ?? {};
			const line = lineAt(node, value.slice(0, match.index));
			if (empty.has(name)) continue;
			if (slash === '') open.push({ name, line });
			else if (open.at(-1)?.name === name) open.pop();
			else {
				const last = open.at(-1);
				const expected = last ? `, </${last.name}> of line ${String(last.line)} is due` : '';
				fail(line, `${unmaskPlain(match[0])} closes nothing here${expected}`);
			}
		}
	}

	return () => check;
}
