/** Highlights the nodes of a path in the drawing, and the edges between them; nothing for the first question alone. */
export function highlightPath(drawing: ParentNode, path: readonly string[]): void {
	const edges = new Set(path.slice(1).map((id, i) => `${path[i] ?? ''}-${id}`));
	for (const group of drawing.querySelectorAll<SVGElement>('[data-node], [data-edge]')) {
		const { node, edge } = group.dataset;
		const isLit =
			(node !== undefined && path.includes(node)) || (edge !== undefined && edges.has(edge));
		group.classList.toggle('lit', path.length > 1 && isLit);
	}
}
