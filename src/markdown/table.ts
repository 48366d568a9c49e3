import { ContentError } from './error.ts';
import type { Line } from './lines.ts';
import { textOf, visit, type Node, type Step } from './tree.ts';

/** Captions of tables by their line in the author's file. */
export type Captions = Map<number, { id: string | null }>;

const caption = /^Table:\s*(?<text>.*?)(?:\s+\[#(?<id>[a-z0-9-]+)\])?\s*$/;

/** Takes `Table: … [#id]` lines apart, and sets them off from the table below. */
export function takeCaptions(lines: Line[], file: string): { lines: Line[]; captions: Captions } {
	const captions: Captions = new Map();
	const rest = lines.flatMap((line) => {
		const groups = caption.exec(line.text)?.groups;
		if (!groups) return [line];
		if (!groups['text']) throw new ContentError({ file, line: line.no }, 'the caption is empty');
		captions.set(line.no, { id: groups['id'] ?? null });
		return [
			{ no: line.no, text: groups['text'] },
			{ no: line.no, text: '' }
		];
	});
	return { lines: rest, captions };
}

/**
 * Puts a table and its caption into `<figure class="table">` with a part that scrolls. Throws
 * ContentError for a table without a caption and a caption without a table.
 */
export function renderTables(
	captions: Captions,
	file: string,
	lineOf: (node: Node) => number
): Step {
	return () => (tree) => {
		const used = new Set<number>();
		const tables: { node: Node; siblings: Node[] }[] = [];
		visit(tree, (node, above) => {
			if (node.type === 'table') tables.push({ node, siblings: above.at(-1)?.children ?? [] });
		});
		for (const { node, siblings } of tables) {
			const at = siblings.indexOf(node);
			const before = siblings[at - 1];
			const line = before ? lineOf(before) : 0;
			const found = captions.get(line);
			if (!before || !found) {
				throw new ContentError(
					{ file, line: lineOf(node) },
					'a table needs a line `Table: caption` above it'
				);
			}
			used.add(line);
			siblings.splice(at - 1, 2, figure(before, node, found.id ?? `table-${used.size}`));
		}
		const lost = [...captions.keys()].find((line) => !used.has(line));
		if (lost !== undefined)
			throw new ContentError({ file, line: lost }, 'no table follows this caption');
	};
}

function figure(caption: Node, table: Node, id: string): Node {
	const captionId = `${id}-caption`;
	return {
		type: 'tableFigure',
		data: { hName: 'figure', hProperties: { className: ['table'], id } },
		children: [
			{
				type: 'tableCaption',
				data: { hName: 'figcaption', hProperties: { id: captionId } },
				children: caption.children ?? []
			},
			{
				type: 'tableScroll',
				// What scrolls must be reachable by keyboard and have a name (WCAG 2.1.1, 4.1.2).
				data: {
					hName: 'div',
					hProperties: {
						className: ['scroll'],
						role: 'region',
						tabIndex: 0,
						ariaLabelledBy: captionId
					}
				},
				children: [table]
			}
		]
	};
}

/** On hast: says which cells are headings of what, and how columns are aligned, without `align`. */
export const tableHeaders: Step = () => (tree) =>
	visit(tree, (node, above) => {
		if (node.tagName !== 'td' && node.tagName !== 'th') return;
		const { align, ...properties } = node.properties ?? {};
		node.properties =
			typeof align === 'string' && align !== 'left'
				? { ...properties, className: [`align-${align}`] }
				: properties;
		const row = above.at(-1)?.children?.filter((child) => child.type === 'element');
		if (node.tagName === 'th' && textOf(node).trim() === '') node.tagName = 'td';
		else if (node.tagName === 'th') node.properties['scope'] = 'col';
		else if (row?.[0] === node && above.at(-2)?.tagName === 'tbody') {
			node.tagName = 'th';
			node.properties['scope'] = 'row';
		}
	});
