import { ContentError } from './error.ts';
import type { Feature, Page } from './feature.ts';
import type { Line } from './lines.ts';
import { textOf, visit, type Node } from './tree.ts';

interface Caption {
	/** Null if the author gave none. */
	id: string | null;
	/** Whether a narrow screen shows each row as a card. */
	hasCards: boolean;
}

/** By the line in the author's file. */
type Captions = Map<number, Caption>;

const captionLine = /^Table(?<cards> cards)?:\s*(?<text>.*?)(?:\s+\[#(?<id>[a-z0-9-]+)\])?\s*$/;

/**
 * `Table: caption [#id]`: renders the table below this line as a scrolling part of `<figure class="table">`.
 * `Table cards: …` is for cells with much text: a narrow screen shows each row as a card with the column's
 * name in each field. Tables without a caption and captions without a table are rejected.
 */
export const tables: Feature<Captions> = {
	createState: () => new Map(),
	transformLines: (lines, { file }, found) =>
		lines.flatMap((line) => extractCaption(line, file, found)),
	exportLine(line) {
		const text = captionLine.exec(line.text)?.groups?.['text'];
		if (!text) return [line];
		return [
			{ number: line.number, text: `**${text}**` },
			{ number: line.number, text: '' }
		];
	},
	render(tree, page, found) {
		const used = new Set<number>();
		for (const { node, siblings } of tablesIn(tree)) {
			const at = siblings.indexOf(node);
			const before = siblings[at - 1];
			const line = before ? page.lineOf(before) : 0;
			const caption = found.get(line);
			if (!before || !caption) {
				const place = { file: page.file, line: page.lineOf(node) };
				throw new ContentError(place, 'a table needs a line `Table: caption` above it');
			}
			used.add(line);
			siblings.splice(at - 1, 2, figure(before, node, caption, `table-${used.size}`));
			rejectExtraCells(node, page);
			if (caption.hasCards) nameCells(node);
		}
		rejectUnused(found, used, page);
	},
	renderHtml: (tree) => visit(tree, describeCell)
};

/** Turns a caption into a paragraph that is separate from the table. */
function extractCaption(line: Line, file: string, found: Captions): Line[] {
	const groups = captionLine.exec(line.text)?.groups;
	if (!groups) return [line];
	if (!groups['text']) throw new ContentError({ file, line: line.number }, 'the caption is empty');
	found.set(line.number, { id: groups['id'] ?? null, hasCards: groups['cards'] !== undefined });
	return [
		{ number: line.number, text: groups['text'] },
		{ number: line.number, text: '' }
	];
}

function tablesIn(tree: Node): { node: Node; siblings: Node[] }[] {
	const found: { node: Node; siblings: Node[] }[] = [];
	visit(tree, (node, ancestors) => {
		if (node.type === 'table') found.push({ node, siblings: ancestors.at(-1)?.children ?? [] });
	});
	return found;
}

function rejectUnused(found: Captions, used: ReadonlySet<number>, { file }: Page): void {
	const line = [...found.keys()].find((known) => !used.has(known));
	if (line !== undefined) throw new ContentError({ file, line }, 'no table follows this caption');
}

/** mdsvex would silently drop the cells after the last column. */
function rejectExtraCells(table: Node, { file, lineOf }: Page): void {
	const [head, ...rows] = table.children ?? [];
	const columns = head?.children?.length ?? 0;
	for (const row of rows) {
		const cells = row.children?.length ?? 0;
		if (cells <= columns) continue;
		const reason = `the row has ${cells} cells for ${columns} columns: write \\| for a | inside a cell`;
		throw new ContentError({ file, line: lineOf(row) }, reason);
	}
}

function figure(text: Node, table: Node, { id: own, hasCards }: Caption, numbered: string): Node {
	const id = own ?? numbered;
	const captionId = `${id}-caption`;
	return {
		type: 'tableFigure',
		data: {
			hName: 'figure',
			hProperties: { className: hasCards ? ['table', 'row-cards'] : ['table'], id }
		},
		children: [
			{
				type: 'tableCaption',
				data: { hName: 'figcaption', hProperties: { id: captionId } },
				children: text.children ?? []
			},
			{
				type: 'tableScroll',
				// A scrolling element must be focusable and have a name (WCAG 2.1.1, 4.1.2).
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

/**
 * Adds the column's name to each cell. The roles keep the table a table for screen readers where styles turn
 * its rows into blocks.
 */
function nameCells(table: Node): void {
	const [head, ...rows] = table.children ?? [];
	const names = (head?.children ?? []).map((cell) => textOf(cell));
	table.data = { hProperties: { role: 'table' } };
	if (head) head.data = { hProperties: { role: 'row' } };
	for (const cell of head?.children ?? []) cell.data = { hProperties: { role: 'columnheader' } };
	for (const row of rows) {
		row.data = { hProperties: { role: 'row' } };
		for (const [i, cell] of (row.children ?? []).entries()) {
			const properties = i === 0 ? { role: 'rowheader' } : { role: 'cell', dataLabel: names[i] };
			cell.data = { hProperties: properties };
		}
	}
}

/**
 * Makes the first cell of each body row a header, and an empty header an ordinary cell. Adds the scope of
 * headers, and the alignment of columns as a class instead of `align`.
 */
function describeCell(node: Node, ancestors: Node[]): void {
	if (node.tagName !== 'td' && node.tagName !== 'th') return;
	const { align, ...properties } = node.properties ?? {};
	node.properties =
		typeof align === 'string' && align !== 'left'
			? { ...properties, className: [`align-${align}`] }
			: properties;
	const row = ancestors.at(-1)?.children?.filter((child) => child.type === 'element');
	if (node.tagName === 'th' && textOf(node).trim() === '') node.tagName = 'td';
	else if (node.tagName === 'th') node.properties['scope'] = 'col';
	else if (row?.[0] === node && ancestors.at(-2)?.tagName === 'tbody') {
		node.tagName = 'th';
		node.properties['scope'] = 'row';
	}
}
