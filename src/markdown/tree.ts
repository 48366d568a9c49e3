/**
 * The nodes of mdast and hast in unified 9, which mdsvex uses, with the fields that features need.
 * (Current type packages describe later versions.)
 */
export interface Node {
	type: string;
	value?: string;
	children?: Node[];
	/** mdast: link and definition. */
	url?: string;
	/** mdast: the description of an image. */
	alt?: string | null;
	/** mdast: whether a task list item is ticked; null or absent for other items. */
	checked?: boolean | null;
	depth?: number;
	lang?: string | null;
	/** hast: elements. */
	tagName?: string;
	properties?: Record<string, unknown>;
	/** mdast: the element and attributes that the node is rendered as. */
	data?: { hName?: string; hProperties?: Record<string, unknown> };
	position?: { start: { line: number } };
}

/** Calls `visitor` for a node and its descendants, parents first, with their ancestors from the root down. */
export function visit(
	node: Node,
	visitor: (node: Node, ancestors: Node[]) => void,
	ancestors: Node[] = []
): void {
	visitor(node, ancestors);
	// A copy, because `visitor` may replace children during the walk.
	for (const child of [...(node.children ?? [])]) visit(child, visitor, [...ancestors, node]);
}

/** Creates a hast element. */
export function element(
	tagName: string,
	properties: Record<string, unknown>,
	children: Node[]
): Node {
	return { type: 'element', tagName, properties, children };
}

/** The text of a node and its descendants. */
export function textOf(node: Node): string {
	return node.value ?? (node.children ?? []).map(textOf).join('');
}
