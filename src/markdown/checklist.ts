import { ContentError } from './error.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import { visit, type Node, type Step } from './tree.ts';

const open = /^\s*<Checklist\b(?<meta>[^>]*)>\s*$/;
const close = /^\s*<\/Checklist>\s*$/;

const className = ['checklist'];

/** Lines from a checklist's opening tag to its closing tag, with its id. */
export interface Checklist {
	id: string;
	from: number;
	to: number;
}

/** Replaces the tags `<Checklist id="…">` and `</Checklist>` by what `put` makes of them. */
export function takeChecklists(
	lines: Line[],
	file: string,
	put: (tag: string) => string
): { lines: Line[]; checklists: Checklist[] } {
	const checklists: Checklist[] = [];
	let begun: { id: string; line: number } | null = null;
	const rest = lines.flatMap((line) => {
		const at = { file, line: line.no };
		const groups = open.exec(line.text)?.groups;
		const blank = { no: line.no, text: '' };
		if (groups) {
			const id = parseMeta(groups['meta'] ?? '', ['id'], at).options.get('id') ?? '';
			if (begun) throw new ContentError(at, 'a checklist cannot stand inside of another');
			if (!/^[a-z][a-z0-9-]*$/.test(id)) {
				throw new ContentError(
					{ ...at, field: 'id' },
					'must be lower-case ASCII words joined by -'
				);
			}
			begun = { id, line: line.no };
			return [{ no: line.no, text: put(`<Checklist id="${id}">`) }, blank];
		}
		if (close.test(line.text)) {
			if (!begun) throw new ContentError(at, 'no <Checklist> is open here');
			checklists.push({ id: begun.id, from: begun.line, to: line.no });
			begun = null;
			return [blank, { no: line.no, text: put('</Checklist>') }];
		}
		return [line];
	});
	const unclosed = begun as { line: number } | null;
	if (unclosed)
		throw new ContentError({ file, line: unclosed.line }, '<Checklist> is never closed');
	return { lines: rest, checklists };
}

/**
 * Makes the items tickable: `<li><label><input type="checkbox" disabled> …`. Script enables the
 * boxes. Throws ContentError for `- [ ]` outside of a checklist, where nothing could keep a tick.
 */
export function renderChecklists(
	checklists: Checklist[],
	file: string,
	lineOf: (node: Node) => number
): Step {
	return () => (tree) =>
		visit(tree, (node, above) => {
			if (node.type !== 'listItem' || typeof node.checked !== 'boolean') return;
			const line = lineOf(node);
			if (!checklists.some(({ from, to }) => from < line && line < to)) {
				throw new ContentError({ file, line }, 'items to tick belong into <Checklist id="…">');
			}
			node.checked = null;
			const list = above.at(-1);
			if (list) list.data = { hProperties: { className } };
			const words = node.children?.[0];
			if (words?.type !== 'paragraph') return;
			words.children = [
				{ type: 'html', value: '<label><input type="checkbox" disabled> ' },
				...(words.children ?? []),
				{ type: 'html', value: '</label>' }
			];
		});
}

/** Whether a node is the list of a checklist, whose items are tickable by now. */
export const isChecklist = ({ data }: Node): boolean =>
	data?.hProperties?.['className'] === className;
