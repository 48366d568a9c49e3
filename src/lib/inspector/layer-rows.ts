import type { Span } from '$lib/protocol/wire/span.ts';

interface LayerRow {
	span: Span;
	depth: number;
	isExpanded: boolean;
}

/** The most children of one span that are shown: those near the selection. */
const maxChildren = 200;

/** The visible rows of the tree: every span on the path is expanded. */
export function visibleRows(root: Span, path: readonly Span[], depth = 0): LayerRow[] {
	const isExpanded = path.includes(root) && root.children.length > 0;
	const row = { span: root, depth, isExpanded };
	if (!isExpanded) return [row];
	const rows = near(root.children, path).flatMap((child) => visibleRows(child, path, depth + 1));
	return [row, ...rows];
}

function near(children: readonly Span[], path: readonly Span[]): readonly Span[] {
	if (children.length <= maxChildren) return children;
	const at = Math.max(0, children.findIndex((child) => path.includes(child)) - maxChildren / 2);
	return children.slice(at, at + maxChildren);
}
