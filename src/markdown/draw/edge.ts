import { head, shape, toRoot, type Point } from './svg.ts';

/** Mermaid's markers by the end of their id, with the pixels by which each extends the line. */
const heads = [
	{ marker: /(?:pointEnd|pointStart)(?:-margin)?$/, kind: 'arrow', beyond: 4 },
	{ marker: /barbEnd$/, kind: 'arrow', beyond: 0 },
	{ marker: /arrowhead$/, kind: 'arrow', beyond: 2 },
	{ marker: /filled-head$/, kind: 'open', beyond: 2 },
	{ marker: /cross(?:head|End|Start)(?:-margin)?$/, kind: 'cross', beyond: 0 },
	{ marker: /circle(?:End|Start)(?:-margin)?$/, kind: 'circle', beyond: 4 }
] as const;

/** The widest stroke of a line that is not thick, in pixels. */
const maxThinWidth = 3;
/** Distance in pixels from the end of a line to the point that gives the direction of its head. */
const headDistance = 3;

/** A line with its arrowheads, and classes for a dashed or thick line. */
export function edge(line: SVGGeometryElement): { className: string; content: string } {
	const move = toRoot(line);
	const length = line.getTotalLength();
	const point = (at: number) => move(line.getPointAtLength(at));
	const { strokeDasharray, strokeWidth } = getComputedStyle(line);
	// Mermaid also writes solid lines as a dash of 0.
	const isDashed = /[1-9]/.test(strokeDasharray);
	const isThick = parseFloat(strokeWidth) > maxThinWidth;
	return {
		className: ['d-edge', isDashed && 'd-dashed', isThick && 'd-thick'].filter(Boolean).join(' '),
		content:
			shape(line) +
			headAt(line, 'marker-end', point(length), point(Math.max(0, length - headDistance))) +
			headAt(line, 'marker-start', point(0), point(Math.min(headDistance, length)))
	};
}

function headAt(line: Element, attribute: string, end: Point, before: Point): string {
	const marker = /#(.*?)["']?\)/.exec(line.getAttribute(attribute) ?? '')?.[1];
	if (marker === undefined || marker.endsWith('sequencenumber')) return '';
	const found = heads.find((known) => known.marker.test(marker));
	if (!found) throw new Error(`the arrow head ${marker} is not supported`);
	const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
	const tip = {
		x: end.x + ((end.x - before.x) / length) * found.beyond,
		y: end.y + ((end.y - before.y) / length) * found.beyond
	};
	return head(found.kind, tip, before);
}
