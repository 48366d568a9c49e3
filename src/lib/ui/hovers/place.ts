import type { Mark } from '../../../hovers/types.ts';

/** A position in the printed text, counted from 0. */
export interface Place {
	line: number;
	column: number;
}

/** The lines of a printed block. */
export const linesOf = (block: Element): Element[] => [...block.querySelectorAll('.line')];

/** The position in the printed text under a point; null outside of it. */
export function placeAt(block: Element, x: number, y: number): Place | null {
	const caret = caretAt(x, y);
	const element = caret?.node instanceof Element ? caret.node : caret?.node.parentElement;
	const line = element?.closest('.line');
	if (!caret || !line || !block.contains(line)) return null;
	const before = document.createRange();
	before.setStart(line, 0);
	before.setEnd(caret.node, caret.offset);
	return { line: linesOf(block).indexOf(line), column: before.toString().length };
}

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
	if ('caretPositionFromPoint' in document) {
		const position = document.caretPositionFromPoint(x, y);
		return position && { node: position.offsetNode, offset: position.offset };
	}
	// eslint-disable-next-line @typescript-eslint/no-deprecated -- for browsers without caretPositionFromPoint
	const range = (document as Document).caretRangeFromPoint(x, y);
	return range && { node: range.startContainer, offset: range.startOffset };
}

/** The range of a mark's name in the page; null if the text is shorter. */
export function rangeOf(block: Element, [line, column, length]: Mark): Range | null {
	const element = linesOf(block)[line];
	if (!element) return null;
	const range = document.createRange();
	const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
	let at = 0;
	let isStarted = false;
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const size = node.textContent?.length ?? 0;
		if (!isStarted && column < at + size) {
			range.setStart(node, column - at);
			isStarted = true;
		}
		if (isStarted && column + length <= at + size) {
			range.setEnd(node, column + length - at);
			return range;
		}
		at += size;
	}
	return null;
}

/** The index of the mark that contains a place, its end included, since a caret is between two letters; -1 for none. */
export function markAt(marks: readonly Mark[], { line, column }: Place): number {
	return marks.findIndex(
		([on, start, length]) => on === line && start <= column && column <= start + length
	);
}

/** The index of the mark to which an arrow key, Home or End moves; null for any other key. */
export function step(marks: readonly Mark[], from: number, key: string): number | null {
	const [line, column] = marks[from] ?? [0, 0];
	const last = marks.length - 1;
	switch (key) {
		case 'ArrowRight':
			return Math.min(from + 1, last);
		case 'ArrowLeft':
			return Math.max(from - 1, 0);
		case 'ArrowDown':
			return nearest(marks, marks.find(([on]) => on > line)?.[0], column) ?? from;
		case 'ArrowUp':
			return nearest(marks, marks.findLast(([on]) => on < line)?.[0], column) ?? from;
		case 'Home':
			return 0;
		case 'End':
			return last;
		default:
			return null;
	}
}

function nearest(marks: readonly Mark[], line: number | undefined, column: number): number | null {
	const distance = (i: number) => Math.abs((marks[i]?.[1] ?? 0) - column);
	const candidates = marks.flatMap(([on], i) => (on === line ? [i] : []));
	return candidates.length === 0
		? null
		: candidates.reduce((best, i) => (distance(i) < distance(best) ? i : best));
}
