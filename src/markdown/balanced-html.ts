import { ContentError } from './error.ts';
import type { Feature, Page } from './feature.ts';
import { unmaskPlain } from './mask.ts';
import type { Node } from './tree.ts';

/** Elements without an end tag. */
const voidElements = new Set(['br', 'hr', 'img', 'input', 'wbr']);
const tag = /<(?<slash>\/?)(?<name>[a-z][a-z\d]*)\b(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;

interface OpenTag {
	name: string;
	line: number;
}

/**
 * Rejects HTML that is not closed where it was opened: an element must begin and end in the same
 * paragraph, list item or sequence of blocks. Otherwise a browser would close it elsewhere, which
 * changes the rest of the page.
 */
export const balancedHtml: Feature = {
	render: checkChildren
};

function checkChildren(node: Node, page: Page): void {
	const open: OpenTag[] = [];
	for (const child of node.children ?? []) {
		if (child.type === 'html') readTags(child, open, page);
		else if (child.type === 'text' && child.value?.includes('<')) {
			const before = child.value.slice(0, child.value.indexOf('<'));
			const [start = ''] = child.value.slice(before.length).split(/\s/);
			const reason = `the tag ${start} is never closed: write \\< for the character`;
			throw new ContentError({ file: page.file, line: lineAfter(before, child, page) }, reason);
		} else checkChildren(child, page);
	}
	const last = open.at(-1);
	if (last) {
		const parent = node.type === 'root' ? 'page' : 'paragraph, cell or item that it begins in';
		const reason = `<${last.name}> is not closed by the end of the ${parent}`;
		throw new ContentError({ file: page.file, line: last.line }, reason);
	}
}

function readTags(node: Node, open: OpenTag[], page: Page): void {
	const value = node.value ?? '';
	for (const match of value.matchAll(tag)) {
		const { slash = '', name = '' } = match.groups ?? {};
		const line = lineAfter(value.slice(0, match.index), node, page);
		const last = open.at(-1);
		if (voidElements.has(name)) continue;
		if (slash === '') open.push({ name, line });
		else if (last?.name === name) open.pop();
		else {
			const expected = last ? `, expected </${last.name}> for line ${String(last.line)}` : '';
			const reason = `${unmaskPlain(match[0])} closes no element${expected}`;
			throw new ContentError({ file: page.file, line }, reason);
		}
	}
}

/** The author's line on which a node's text continues after `before`. */
function lineAfter(before: string, node: Node, page: Page): number {
	return page.lineOf(node, before.split('\n').length - 1);
}
