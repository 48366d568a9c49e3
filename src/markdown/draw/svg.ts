import { decodeCodes } from './codes.ts';

/**
 * Writes small SVG from Mermaid's layout. All coordinates are those of the drawing's root, so that no group
 * needs a transform.
 */

/** A number with at most one decimal; a tenth of a pixel is invisible. */
function round(value: number): string {
	return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): string {
	return text.replace(/[&<>"{}]/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** `<name a="1">…</name>`, without undefined attributes. */
export function tag(
	name: string,
	attributes: Record<string, string | number | undefined>,
	content = ''
): string {
	const written = Object.entries(attributes)
		.filter((entry): entry is [string, string | number] => entry[1] !== undefined)
		.map(
			([key, value]) => ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`
		)
		.join('');
	return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export interface Point {
	x: number;
	y: number;
}

/** Moves points of an element into the coordinates of the drawing's root. */
export function toRoot(element: SVGGraphicsElement): (point: Point) => Point {
	const own = element.getScreenCTM();
	const root = element.ownerSVGElement?.getScreenCTM();
	if (!own || !root) throw new Error('the drawing is not in the document');
	const matrix = root.inverse().multiply(own);
	return (point) => {
		const { x, y } = new DOMPoint(point.x, point.y).matrixTransform(matrix);
		return { x, y };
	};
}

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export function boxOf(element: SVGGraphicsElement): Box {
	const { x, y, width, height } = element.getBBox();
	return { ...toRoot(element)({ x, y }), width, height };
}

/** A shape in root coordinates. */
export function shape(element: SVGGraphicsElement, className?: string): string {
	const move = toRoot(element);
	const value = (attribute: string) => Number(element.getAttribute(attribute) ?? 0);
	const common = { class: className };
	switch (element.tagName) {
		case 'rect': {
			const { x, y, width, height } = boxOf(element);
			return tag('rect', { ...common, x, y, width, height, rx: value('rx') || undefined });
		}
		case 'circle': {
			const center = move({ x: value('cx'), y: value('cy') });
			return tag('circle', { ...common, cx: center.x, cy: center.y, r: value('r') });
		}
		case 'line': {
			const from = move({ x: value('x1'), y: value('y1') });
			const to = move({ x: value('x2'), y: value('y2') });
			return tag('line', { ...common, x1: from.x, y1: from.y, x2: to.x, y2: to.y });
		}
		case 'polygon': {
			const numbers = (element.getAttribute('points') ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
			const points = Array.from({ length: numbers.length / 2 }, (_, i) =>
				move({ x: numbers[2 * i] ?? 0, y: numbers[2 * i + 1] ?? 0 })
			);
			return tag('polygon', {
				...common,
				points: points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ')
			});
		}
		case 'path': {
			const d = (element.getAttribute('d') ?? '').replace(/-?\d+\.\d+/g, (n) => round(Number(n)));
			const origin = move({ x: 0, y: 0 });
			const isMoved = origin.x !== 0 || origin.y !== 0;
			const transform = isMoved ? `translate(${round(origin.x)} ${round(origin.y)})` : undefined;
			return tag('path', { ...common, d, transform });
		}
		default:
			throw new Error(`the shape <${element.tagName}> is not supported`);
	}
}

export interface TextPlace {
	className?: string;
	/** Of the last line. */
	baseline?: number;
	/** The box in which the text is centered vertically. */
	within?: Box;
}

/** Font size of the layout, in pixels: larger than on a page (15px, diagram.css), so that wider fonts fit too. */
export const fontSize = 16;
// Distance of the middle of Japanese characters from their baseline.
const middle = fontSize * 0.36;

/**
 * The text of an element as one `<text>`, with a centered `<tspan>` for each line, so that a font of a
 * different width does not shift it.
 */
export function text(element: Element, place: TextPlace = {}): string {
	const rows = [...element.querySelectorAll('text')]
		.concat(element instanceof SVGTextElement ? [element] : [])
		.flatMap(rowsOf);
	const lines = rows.map((row) => {
		const move = toRoot(row);
		const start = move(row.getStartPositionOfChar(0));
		const end = move(row.getEndPositionOfChar(row.getNumberOfChars() - 1));
		const words = escapeXml(decodeCodes(row.textContent.trim()));
		return { x: (start.x + end.x) / 2, y: start.y, words };
	});
	const first = lines[0];
	const last = lines.at(-1);
	if (!first || !last) return '';

	const down = baselineOf(place, first.y, last.y, isCentered(rows[0])) - last.y;
	const at = (line: Point) => ({ x: line.x, y: line.y + down });
	const attributes = { class: place.className };
	if (first === last) return tag('text', { ...attributes, ...at(first) }, first.words);
	return tag('text', attributes, lines.map((line) => tag('tspan', at(line), line.words)).join(''));
}

function rowsOf(block: SVGTextElement): SVGTextContentElement[] {
	const inner = [...block.children].filter((child) => child instanceof SVGTSpanElement);
	return (inner.length === 0 ? [block] : inner).filter((row) => row.textContent.trim() !== '');
}

/** Whether Mermaid positioned the middle of the characters instead of the baseline. */
function isCentered(row: Element | undefined): boolean {
	return row?.closest('text')?.hasAttribute('dominant-baseline') === true;
}

function baselineOf(place: TextPlace, first: number, last: number, isCenteredRow: boolean): number {
	if (place.baseline !== undefined) return place.baseline;
	if (!place.within) return isCenteredRow ? last + middle : last;
	const { y, height } = place.within;
	return y + (height + last - first) / 2 + middle;
}

/**
 * An arrowhead as a shape. A `<marker>` would need an id, which may collide with that of another
 * drawing, and would not inherit the color of its line.
 * @param tip end of the line
 * @param from a point of the line before its end
 */
export function head(kind: 'arrow' | 'open' | 'cross' | 'circle', tip: Point, from: Point): string {
	const length = Math.hypot(tip.x - from.x, tip.y - from.y) || 1;
	const along = { x: (tip.x - from.x) / length, y: (tip.y - from.y) / length };
	const at = (forward: number, sideways: number) =>
		`${round(tip.x + forward * along.x - sideways * along.y)} ${round(tip.y + forward * along.y + sideways * along.x)}`;
	switch (kind) {
		case 'arrow':
			return tag('path', { class: 'd-head', d: `M${at(0, 0)}L${at(-9, 4.5)}L${at(-9, -4.5)}Z` });
		case 'open':
			return tag('path', { d: `M${at(-8, 5)}L${at(0, 0)}L${at(-8, -5)}` });
		case 'cross':
			return tag('path', { d: `M${at(-5, 5)}L${at(5, -5)}M${at(-5, -5)}L${at(5, 5)}` });
		case 'circle':
			return tag('circle', { class: 'd-head', cx: tip.x, cy: tip.y, r: 4 });
	}
}
