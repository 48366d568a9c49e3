import type { Signal } from './signals.ts';

/** How often an arrow has been lit, and when first and last, ms since the trace began. */
export interface Lit {
	count: number;
	first: number;
	last: number;
}

/** An arrow of a diagram. */
export interface Arrow {
	signal: string;
	/** Its words in the drawing. */
	label: string;
}

/** How often and when each signal has happened. */
export function countSignals(signals: readonly Signal[]): ReadonlyMap<string, Lit> {
	const counts = new Map<string, Lit>();
	for (const { name, t } of signals) {
		const { count, first, last } = counts.get(name) ?? { count: 0, first: t, last: t };
		counts.set(name, { count: count + 1, first: Math.min(first, t), last: Math.max(last, t) });
	}
	return counts;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Where a count stands: from the start of its arrow along it, and from the arrow to the foot of its text, px. */
const [alongArrow, belowArrow] = [6, 13];

/** The arrows of a figure, which may be drawn twice: for wide and for narrow columns. */
export function readArrows(figure: HTMLElement): Arrow[] {
	const signals = figure.dataset['signals']?.split(' ') ?? [];
	return signals.map((signal, i) => {
		const group = figure.querySelector(`[data-step="${String(i + 1)}"]`);
		const lines = [...(group?.querySelectorAll('text:not(.d-count)') ?? [])];
		return { signal, label: lines.map(({ textContent }) => textContent).join(' ') };
	});
}

/** Lights the arrows whose signals have happened, and writes on each how often. */
export function light(figure: HTMLElement, lit: ReadonlyMap<string, Lit>): void {
	const signals = figure.dataset['signals']?.split(' ') ?? [];
	signals.forEach((signal, i) => {
		const count = lit.get(signal)?.count ?? 0;
		for (const group of figure.querySelectorAll(`[data-step="${String(i + 1)}"]`)) {
			group.classList.toggle('lit', count > 0);
			writeCount(group, count);
		}
	});
}

function writeCount(group: Element, count: number): void {
	const found = group.querySelector<SVGTextElement>('text.d-count');
	if (count === 0) return found?.remove();
	const label = found ?? createCount(group);
	const text = `×${String(count)}`;
	if (label.textContent === text) return;
	label.textContent = text;
	// A new element begins the animation again.
	if (found) found.replaceWith(found.cloneNode(true));
}

/** Below the start of the arrow, where the drawing has no words. */
function createCount(group: Element): SVGTextElement {
	const label = document.createElementNS(svgNamespace, 'text');
	label.classList.add('d-count');
	const line = group.querySelector<SVGGeometryElement>('path, line');
	if (line) {
		const start = line.getPointAtLength(0);
		const isToRight = line.getPointAtLength(line.getTotalLength()).x > start.x;
		label.setAttribute('x', String(start.x + (isToRight ? alongArrow : -alongArrow)));
		label.setAttribute('y', String(start.y + belowArrow));
		label.setAttribute('text-anchor', isToRight ? 'start' : 'end');
	}
	group.append(label);
	return label;
}
