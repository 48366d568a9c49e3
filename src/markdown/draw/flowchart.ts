import { edge } from './edge.ts';
import { boxOf, shape, tag, text } from './svg.ts';

/** Rewrites Mermaid's flowcharts and state diagrams, which share one renderer. */
export function flowchart(root: SVGSVGElement): string {
	const nodes = new Map(
		[...root.querySelectorAll<SVGGElement>('g.node')].map((group) => [group, nodeName(group.id)])
	);
	const clusters = [...root.querySelectorAll<SVGGElement>('g.cluster')];
	const names = [...nodes.values(), ...clusters.map(({ id }) => id.replace(/^[^-]*-/, ''))];

	const cluster = (group: SVGGElement) => {
		const outline = group.querySelector<SVGRectElement>(':scope > rect');
		return tag('g', { class: 'd-cluster' }, (outline ? shape(outline) : '') + text(group));
	};
	const link = (path: SVGPathElement) => {
		const { className, content } = edge(path);
		return tag('g', { class: className, 'data-edge': ends(path.dataset['id'], names) }, content);
	};
	const label = (group: SVGGElement) => {
		const words = text(group);
		const background = group.querySelector<SVGRectElement>('rect.background');
		if (words === '' || !background) return '';
		const id = group.querySelector<SVGGElement>('[data-id]')?.dataset['id'];
		const { x, y, width, height } = boxOf(background);
		// Mermaid's background of the label would hide half of a short line.
		const smaller = tag('rect', { x, y: y + height / 4, width, height: height * 0.6 });
		return tag('g', { class: 'd-edge-label', 'data-edge': ends(id, names) }, smaller + words);
	};
	return [
		...clusters.map(cluster),
		...[...root.querySelectorAll<SVGPathElement>('.edgePaths path')].map(link),
		...[...root.querySelectorAll<SVGGElement>('g.edgeLabel')].map(label),
		...[...nodes].map(([group, name]) => node(group, name))
	].join('');
}

function node(group: SVGGElement, name: string): string {
	const outline = group.querySelector<SVGGraphicsElement>(
		':scope > :is(rect, circle, polygon, path)'
	);
	const sketch = group.querySelector<SVGGElement>(':scope > g.outer-path');
	const isEnd = sketch !== null && text(group) === '';
	const isStart = outline?.classList.contains('state-start') === true;
	const kind = isEnd
		? ' d-end'
		: isStart
			? ' d-start'
			: outline?.tagName === 'polygon'
				? ' d-decision'
				: '';
	if (outline?.tagName === 'rect' && !outline.hasAttribute('rx')) outline.setAttribute('rx', '6');
	const drawn = outline ? shape(outline) : sketch ? rounded(sketch) : '';
	if (drawn === '') throw new Error(`the shape of the node ${name} is not supported`);
	return tag('g', { class: `d-node${kind}`, 'data-node': name }, drawn + text(group));
}

/** Mermaid draws round shapes as hundreds of curves; a rectangle with round ends looks the same. */
function rounded(sketch: SVGGElement): string {
	const { x, y, width, height } = boxOf(sketch);
	return tag('rect', { x, y, width, height, rx: height / 2 });
}

/** The name of a node in the source, from ids such as `drawn-flowchart-start-0`. */
function nodeName(id: string): string {
	return id.replace(/^[^-]*-(?:flowchart|state)-/, '').replace(/-\d+$/, '');
}

/** `from-to` of an edge with an id such as `L_from_to_0`; names may contain `_`. */
function ends(id: string | undefined, names: string[]): string | undefined {
	const middle = /^L_(.*)_\d+$/.exec(id ?? '')?.[1];
	if (middle === undefined) return undefined;
	const pairs = names.flatMap((from) => names.map((to) => [from, to] as const));
	return pairs.find(([from, to]) => `${from}_${to}` === middle)?.join('-');
}
