import type { Piece } from './pieces.ts';

/** The box that shows types. The document has one. */
export interface Tip {
	readonly element: HTMLElement;
	/** Shows text beside a part of the page, and marks the part if it is a range. */
	show(pieces: readonly Piece[], beside: Element | Range): void;
	hide(): void;
}

/** The least distance from the edges of the window, in px. */
const margin = 8;
/** The distance from the part of the page, in px: short, so that the pointer can reach the box. */
const gap = 4;

export function createTip(): Tip {
	const element = document.createElement('div');
	element.className = 'type-tip';
	element.translate = false;
	element.setAttribute('role', 'tooltip');
	element.popover = 'manual';
	document.body.append(element);
	const marks = 'highlights' in CSS ? CSS.highlights : null;

	return {
		element,
		show(pieces, beside) {
			element.replaceChildren(...pieces.map(nodeOf));
			element.showPopover();
			const part = beside.getBoundingClientRect();
			const { width, height } = element.getBoundingClientRect();
			const { clientWidth, clientHeight } = document.documentElement;
			const above = part.top - height - gap;
			const top = above < margin ? part.bottom + gap : above;
			const within = (value: number, most: number) =>
				`${Math.max(margin, Math.min(value, most))}px`;
			element.style.left = within(part.left, clientWidth - width - margin);
			element.style.top = within(top, clientHeight - height - margin);
			if (beside instanceof Range) marks?.set('typed', new Highlight(beside));
		},
		hide() {
			marks?.delete('typed');
			element.hidePopover();
		}
	};
}

function nodeOf({ text, name }: Piece): Node | string {
	if (name === null) return text;
	return Object.assign(document.createElement('span'), { className: name, textContent: text });
}
