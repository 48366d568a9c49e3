import { ContentError } from './error.ts';
import type { Feature, Page } from './feature.ts';
import type { Line } from './lines.ts';
import { parseMeta } from './meta.ts';
import { visit, type Node } from './tree.ts';

const open = /^\s*<Checklist\b(?<meta>[^>]*)>\s*$/;
const close = /^\s*<\/Checklist>\s*$/;

const className = ['checklist'];

/** The lines of a checklist's tags in the author's file; `to` is null while it is open. */
interface Checklist {
	from: number;
	to: number | null;
}

/**
 * `<Checklist id="…">`: renders the items of its task list as checkboxes,
 * `<li><label><input type="checkbox" disabled> …`. The component enables the boxes. A task list
 * outside of a checklist is rejected, since nothing would store its ticks.
 */
export const checklists: Feature<Checklist[]> = {
	createState: () => [],
	transformLines(lines, page, found) {
		const transformed = lines.flatMap((line) => transformLine(line, page, found));
		const last = found.at(-1);
		if (last?.to === null) {
			throw new ContentError({ file: page.file, line: last.from }, '<Checklist> is never closed');
		}
		return transformed;
	},
	exportLine: (line) => (open.test(line.text) || close.test(line.text) ? [] : [line]),
	render(tree, { file, lineOf }, found) {
		visit(tree, (node, ancestors) => {
			if (node.type !== 'listItem' || typeof node.checked !== 'boolean') return;
			const line = lineOf(node);
			if (!found.some(({ from, to }) => from < line && line < (to ?? 0))) {
				throw new ContentError({ file, line }, 'a task list must be in <Checklist id="…">');
			}
			node.checked = null;
			const list = ancestors.at(-1);
			if (list) list.data = { hProperties: { className } };
			const text = node.children?.[0];
			if (text?.type !== 'paragraph') return;
			text.children = [
				{ type: 'html', value: '<label><input type="checkbox" disabled> ' },
				...(text.children ?? []),
				{ type: 'html', value: '</label>' }
			];
		});
	}
};

/** Whether a node is the rendered list of a checklist. */
export const isChecklist = ({ data }: Node): boolean =>
	data?.hProperties?.['className'] === className;

/** Replaces the opening or closing tag of a checklist with that of the component. */
function transformLine(line: Line, page: Page, found: Checklist[]): Line[] {
	const at = { file: page.file, line: line.number };
	const blank = { number: line.number, text: '' };
	const last = found.at(-1);
	const groups = open.exec(line.text)?.groups;
	if (groups) {
		const id = parseMeta(groups['meta'] ?? '', ['id'], at).options.get('id') ?? '';
		if (last?.to === null) throw new ContentError(at, 'checklists cannot be nested');
		if (!/^[a-z][a-z0-9-]*$/.test(id)) {
			throw new ContentError({ ...at, field: 'id' }, 'must be lower-case ASCII words joined by -');
		}
		found.push({ from: line.number, to: null });
		page.imports.add(`import Checklist from '$lib/components/Checklist.svelte';`);
		return [{ number: line.number, text: page.putLive(`<Checklist id="${id}">`) }, blank];
	}
	if (close.test(line.text)) {
		if (last?.to !== null) throw new ContentError(at, 'no <Checklist> is open here');
		last.to = line.number;
		return [blank, { number: line.number, text: page.putLive('</Checklist>') }];
	}
	return [line];
}
