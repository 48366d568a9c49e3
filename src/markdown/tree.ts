/**
 * The nodes of the trees that mdsvex works on: mdast and hast of unified 9, as far as the steps
 * here look at them. (Today's type packages describe later trees.)
 */
export interface Node {
	type: string;
	value?: string;
	children?: Node[];
	/** mdast: link and definition. */
	url?: string;
	/** mdast: a list item's tick; null or absent for a plain item. */
	checked?: boolean | null;
	depth?: number;
	lang?: string | null;
	/** hast: elements. */
	tagName?: string;
	properties?: Record<string, unknown>;
	/** mdast: what the element made of this node shall be. */
	data?: { hName?: string; hProperties?: Record<string, unknown> };
	position?: { start: { line: number } };
}

/** A plugin of the kind that unified 9 takes: called once, returns the step. */
export type Step = () => (tree: Node) => void;

/** Calls `see` for every node below `node`, parents first, with the way to it from the root. */
export function visit(
	node: Node,
	see: (node: Node, above: Node[]) => void,
	above: Node[] = []
): void {
	see(node, above);
	// A copy, since `see` may exchange children while the walk goes on.
	for (const child of [...(node.children ?? [])]) visit(child, see, [...above, node]);
}

/** An element node for hast. */
export function element(
	tagName: string,
	properties: Record<string, unknown>,
	children: Node[]
): Node {
	return { type: 'element', tagName, properties, children };
}

/** The words below a node, without markup. */
export function textOf(node: Node): string {
	return node.value ?? (node.children ?? []).map(textOf).join('');
}
