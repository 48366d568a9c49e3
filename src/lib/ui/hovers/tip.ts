import type { Piece } from './pieces.ts';

/** The box that explains a piece of a page: one for the whole document. */
export interface Tip {
	readonly element: HTMLElement;
	/** Shows text beside a part of the page; a name that is explained is marked as long as it is. */
	show(pieces: readonly Piece[], beside: Element | Range): void;
	hide(): void;
}

/** How far the box stays away from the screen's edges, in CSS pixels. */
const room = 8;
/** And from what it explains: close, so that the pointer can reach it. */
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
			const name = beside.getBoundingClientRect();
			const { width, height } = element.getBoundingClientRect();
			const { clientWidth, clientHeight } = document.documentElement;
			const above = name.top - height - gap;
			const top = above < room ? name.bottom + gap : above;
			const within = (value: number, most: number) => `${Math.max(room, Math.min(value, most))}px`;
			element.style.left = within(name.left, clientWidth - width - room);
			element.style.top = within(top, clientHeight - height - room);
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
