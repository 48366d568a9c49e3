import type { Hovers, Mark } from '../../../hovers/types.ts';
import { linesOf, markAt, placeAt, rangeOf, step } from './place.ts';
import { piecesOf } from './pieces.ts';
import { createTip } from './tip.ts';

/** How long the tip stays after the pointer has left the name, in ms: enough to reach the tip. */
const hideDelayMs = 250;

const tip = createTip();
const preparedBlocks = new Set<HTMLElement>();
const requests = new Map<string, Promise<void>>();
const loadedTypes = new Map<string, Hovers>();
/** The name whose type is shown, and whether the keyboard has moved there. */
let shown: { block: HTMLElement; at: number; isByKeyboard: boolean } | null = null;
let hideTimer: ReturnType<typeof setTimeout> | undefined;

tip.element.addEventListener('pointerenter', cancelHide);
tip.element.addEventListener('pointerleave', hideSoon);
addEventListener('pointerdown', ({ target }) => {
	if (!tip.element.contains(target as Node)) hide();
});
addEventListener('keydown', ({ key }) => {
	if (key === 'Escape') hide();
});
// Scrolling moves the name away: the tip follows it if it was reached by keyboard, and is hidden otherwise.
document.addEventListener(
	'scroll',
	({ target }) => {
		if (!shown || !(target as Node).contains(shown.block)) return;
		if (shown.isByKeyboard) showType(shown);
		else hide();
	},
	{ capture: true, passive: true }
);

/** Handles an event on a block with types. The first one adds the listeners of the block. */
export async function handleBlockEvent(block: HTMLElement, event: Event): Promise<void> {
	if (!preparedBlocks.has(block)) {
		preparedBlocks.add(block);
		block.addEventListener('pointermove', (move) => showAt(block, move));
		block.addEventListener('pointerleave', hideSoon);
		block.addEventListener('keydown', (press) => handleKey(block, press));
		block.addEventListener('focusout', hide);
	}
	await loadTypes(block);
	if (event.type === 'focusin') showHint(block, event.target as Element);
	// If the mouse has left meanwhile, no further event would hide the tip.
	else if (isTap(event) || block.matches(':hover')) showAt(block, event as MouseEvent);
}

/** Whether an event is a tap. In older browsers a click does not say which device caused it, so every click counts. */
const isTap = (event: Event): boolean =>
	event.type === 'click' && !('pointerType' in event && event.pointerType === 'mouse');

/** Loads the types of a block. If that fails, for example offline, the next event tries again. */
function loadTypes({ dataset: { types = '' } }: HTMLElement): Promise<void> {
	const request = requests.get(types) ?? fetchTypes(types).catch(() => void requests.delete(types));
	requests.set(types, request);
	return request;
}

async function fetchTypes(address: string): Promise<void> {
	const response = await fetch(address);
	if (!response.ok) throw new Error(`GET ${address}: status ${response.status}`);
	loadedTypes.set(address, (await response.json()) as Hovers);
}

const marksOf = ({ dataset: { types = '' } }: HTMLElement) => loadedTypes.get(types)?.marks ?? [];

function showAt(block: HTMLElement, event: MouseEvent | PointerEvent): void {
	const { type, clientX, clientY } = event;
	// A finger that moves scrolls. Only a tap shows a type.
	if (type !== 'click' && 'pointerType' in event && event.pointerType === 'touch') return;
	// A tip would cover the code that the reader selects.
	if (getSelection()?.type === 'Range') return;
	const place = placeAt(block, clientX, clientY);
	const at = place ? markAt(marksOf(block), place) : -1;
	if (at < 0) return hideSoon();
	cancelHide();
	if (shown?.block !== block || shown.at !== at) showType({ block, at, isByKeyboard: false });
}

function showType(next: NonNullable<typeof shown>): void {
	const { block, at } = next;
	const mark = marksOf(block)[at];
	const range = mark && rangeOf(block, mark);
	if (!range) return;
	shown = next;
	tip.show(piecesOf(loadedTypes.get(block.dataset['types'] ?? '')?.texts[mark[3]] ?? ''), range);
}

/** Shows keyboard users how to see the types. */
function showHint(block: HTMLElement, focused: Element): void {
	if (!focused.matches('pre:focus-visible') || marksOf(block).length === 0) return;
	// The timer of a pointer that has just left would hide the hint.
	cancelHide();
	const hint = document.querySelector<HTMLElement>('#status')?.dataset['typesHint'] ?? '';
	tip.show([{ text: hint, name: null }], focused);
	announce(hint);
}

/** Enter shows the type of the first visible name, and the arrow keys move from there. */
function handleKey(block: HTMLElement, event: KeyboardEvent): void {
	const { key, target, ctrlKey, altKey, metaKey } = event;
	if (!(target as Element).matches('pre') || ctrlKey || altKey || metaKey) return;
	const marks = marksOf(block);
	const at =
		shown?.block === block && shown.isByKeyboard
			? step(marks, shown.at, key)
			: key === 'Enter'
				? firstVisible(block)
				: null;
	const mark = at === null ? undefined : marks[at];
	if (at === null || !mark) return;
	event.preventDefault();
	scrollToName(block, rangeOf(block, mark));
	showType({ block, at, isByKeyboard: true });
	announce(tip.element.textContent);
}

function firstVisible(block: HTMLElement): number {
	const lines = linesOf(block);
	// The masthead covers the names behind it.
	const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
	const isBelow = ([line]: Mark) => (lines[line]?.getBoundingClientRect().top ?? 0) >= top;
	return Math.max(0, marksOf(block).findIndex(isBelow));
}

function scrollToName(block: HTMLElement, name: Range | null): void {
	const code = block.querySelector('pre');
	if (!name || !code) return;
	name.startContainer.parentElement?.closest('.line')?.scrollIntoView({ block: 'nearest' });
	const { left, right } = name.getBoundingClientRect();
	const visible = code.getBoundingClientRect();
	if (left < visible.left) code.scrollLeft -= visible.left - left;
	else if (right > visible.right) code.scrollLeft += right - visible.right;
}

function announce(text: string): void {
	const status = document.querySelector('#status');
	if (status) status.textContent = text;
}

function hide(): void {
	cancelHide();
	shown = null;
	tip.hide();
}

function hideSoon(): void {
	cancelHide();
	if (!shown?.isByKeyboard) hideTimer = setTimeout(hide, hideDelayMs);
}

function cancelHide(): void {
	clearTimeout(hideTimer);
}
