import type { Signal } from './signals.ts';

/** How many times a signal has occurred, and the first and last time in ms since the trace began. */
interface Occurrences {
	count: number;
	first: number;
	last: number;
}

/** An arrow of a diagram. */
interface Arrow {
	signal: string;
	/** Its text in the drawing. */
	label: string;
}

/** How many times and when each signal has occurred. */
export function countSignals(signals: readonly Signal[]): ReadonlyMap<string, Occurrences> {
	const counts = new Map<string, Occurrences>();
	for (const { name, t } of signals) {
		const { count, first, last } = counts.get(name) ?? { count: 0, first: t, last: t };
		counts.set(name, { count: count + 1, first: Math.min(first, t), last: Math.max(last, t) });
	}
	return counts;
}

const svgNamespace = 'http://www.w3.org/2000/svg';
/** The position of a count in px: from the start of the arrow along it, and from the arrow down to the baseline. */
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

/** Lights the arrows whose signals have occurred, and writes the number of times below each. */
export function lightArrows(
	figure: HTMLElement,
	occurrences: ReadonlyMap<string, Occurrences>
): void {
	const signals = figure.dataset['signals']?.split(' ') ?? [];
	signals.forEach((signal, i) => {
		const count = occurrences.get(signal)?.count ?? 0;
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
	// A new element restarts the animation.
	if (found) found.replaceWith(found.cloneNode(true));
}

/** Creates the count below the start of the arrow, where the drawing has no text. */
function createCount(group: Element): SVGTextElement {
	const label = document.createElementNS(svgNamespace, 'text');
	label.classList.add('d-count');
	const start = startOf(group);
	if (start) {
		label.setAttribute('x', String(start.x + (start.isToRight ? alongArrow : -alongArrow)));
		label.setAttribute('y', String(start.y + belowArrow));
		label.setAttribute('text-anchor', start.isToRight ? 'start' : 'end');
	}
	group.append(label);
	return label;
}

/**
 * Where an arrow starts, from its attributes: one of the two drawings is hidden, and WebKit, as SVG 2 allows
 * (SVGGeometryElement), throws an InvalidStateError when it is asked for a point of a hidden line. An arrow from a
 * place to itself is a path that returns to where it started.
 */
function startOf(group: Element): { x: number; y: number; isToRight: boolean } | undefined {
	const line = group.querySelector('line');
	if (line) {
		const x = line.x1.baseVal.value;
		return { x, y: line.y1.baseVal.value, isToRight: line.x2.baseVal.value > x };
	}
	const d = group.querySelector('path')?.getAttribute('d') ?? '';
	const [, x, y] = /^M\s*([\d.]+)[\s,]+([\d.]+)/.exec(d) ?? [];
	return x === undefined ? undefined : { x: Number(x), y: Number(y), isToRight: false };
}
