import type { Hovers, Mark } from '../../../hovers/types.ts';
import { linesOf, markAt, placeAt, rangeOf, step } from './place.ts';
import { piecesOf } from './pieces.ts';
import { createTip } from './tip.ts';

/** How long the pointer may be away before an explanation goes, in ms: time enough to reach it. */
const grace = 250;

const tip = createTip();
const met = new Set<HTMLElement>();
const asked = new Map<string, Promise<void>>();
const known = new Map<string, Hovers>();
/** What is explained now; `isWalked` where the arrow keys have led there. */
let shown: { block: HTMLElement; at: number; isWalked: boolean } | null = null;
let leaving: ReturnType<typeof setTimeout> | undefined;

tip.element.addEventListener('pointerenter', stay);
tip.element.addEventListener('pointerleave', leaveSoon);
addEventListener('pointerdown', ({ target }) => {
	if (!tip.element.contains(target as Node)) leave();
});
addEventListener('keydown', ({ key }) => {
	if (key === 'Escape') leave();
});
// What moves away from under its explanation takes it along, or loses it.
document.addEventListener(
	'scroll',
	({ target }) => {
		if (!shown || !(target as Node).contains(shown.block)) return;
		if (shown.isWalked) explain(shown);
		else leave();
	},
	{ capture: true, passive: true }
);

/** What a reader does to a block with types. The first time, the block learns to answer. */
export async function meet(block: HTMLElement, event: Event): Promise<void> {
	if (!met.has(block)) {
		met.add(block);
		block.addEventListener('pointermove', (move) => point(block, move));
		block.addEventListener('pointerleave', leaveSoon);
		block.addEventListener('keydown', (press) => walk(block, press));
		block.addEventListener('focusout', leave);
	}
	await learn(block);
	if (event.type === 'focusin') invite(block, event.target as Element);
	// A mouse that has left meanwhile does not leave again: what it asked for would stay.
	else if (isTap(event) || block.matches(':hover')) point(block, event as MouseEvent);
}

/** Older browsers' clicks are no pointer events, and do not say what clicked. */
const isTap = (event: Event): boolean =>
	event.type === 'click' && !('pointerType' in event && event.pointerType === 'mouse');

/** Fetches the types of a block. Offline it has none; the next time may be better. */
function learn({ dataset: { types = '' } }: HTMLElement): Promise<void> {
	const asking = asked.get(types) ?? fetchTypes(types).catch(() => void asked.delete(types));
	asked.set(types, asking);
	return asking;
}

async function fetchTypes(address: string): Promise<void> {
	const response = await fetch(address);
	if (!response.ok) throw new Error(`${address} ${response.status}`);
	known.set(address, (await response.json()) as Hovers);
}

const marksOf = ({ dataset: { types = '' } }: HTMLElement) => known.get(types)?.marks ?? [];

function point(block: HTMLElement, event: MouseEvent | PointerEvent): void {
	const { type, clientX, clientY } = event;
	// A finger that moves scrolls; it asks by a tap.
	if (type !== 'click' && 'pointerType' in event && event.pointerType === 'touch') return;
	// Who selects code reads it, and wants nothing in the way.
	if (getSelection()?.type === 'Range') return;
	const place = placeAt(block, clientX, clientY);
	const at = place ? markAt(marksOf(block), place) : -1;
	if (at < 0) return leaveSoon();
	stay();
	if (shown?.block !== block || shown.at !== at) explain({ block, at, isWalked: false });
}

function explain(next: NonNullable<typeof shown>): void {
	const { block, at } = next;
	const mark = marksOf(block)[at];
	const range = mark && rangeOf(block, mark);
	if (!range) return;
	shown = next;
	tip.show(piecesOf(known.get(block.dataset['types'] ?? '')?.texts[mark[3]] ?? ''), range);
}

/** Shows keyboard users how to see the types. */
function invite(block: HTMLElement, focused: Element): void {
	if (!focused.matches('pre:focus-visible') || marksOf(block).length === 0) return;
	// The timer of a pointer that has just left would hide the hint.
	stay();
	const hint = document.querySelector<HTMLElement>('#status')?.dataset['typesHint'] ?? '';
	tip.show([{ text: hint, name: null }], focused);
	say(hint);
}

/** Enter begins with the first name that is visible, arrows go on. */
function walk(block: HTMLElement, event: KeyboardEvent): void {
	const { key, target, ctrlKey, altKey, metaKey } = event;
	if (!(target as Element).matches('pre') || ctrlKey || altKey || metaKey) return;
	const marks = marksOf(block);
	const at =
		shown?.block === block && shown.isWalked
			? step(marks, shown.at, key)
			: key === 'Enter'
				? firstInSight(block)
				: null;
	const mark = at === null ? undefined : marks[at];
	if (at === null || !mark) return;
	event.preventDefault();
	bringIntoSight(block, rangeOf(block, mark));
	explain({ block, at, isWalked: true });
	say(tip.element.textContent);
}

function firstInSight(block: HTMLElement): number {
	const lines = linesOf(block);
	// Names under the masthead are not visible.
	const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
	const isBelow = ([line]: Mark) => (lines[line]?.getBoundingClientRect().top ?? 0) >= top;
	return Math.max(0, marksOf(block).findIndex(isBelow));
}

function bringIntoSight(block: HTMLElement, name: Range | null): void {
	const code = block.querySelector('pre');
	if (!name || !code) return;
	name.startContainer.parentElement?.closest('.line')?.scrollIntoView({ block: 'nearest' });
	const { left, right } = name.getBoundingClientRect();
	const window = code.getBoundingClientRect();
	if (left < window.left) code.scrollLeft -= window.left - left;
	else if (right > window.right) code.scrollLeft += right - window.right;
}

function say(text: string): void {
	const status = document.querySelector('#status');
	if (status) status.textContent = text;
}

function leave(): void {
	stay();
	shown = null;
	tip.hide();
}

function leaveSoon(): void {
	stay();
	if (!shown?.isWalked) leaving = setTimeout(leave, grace);
}

function stay(): void {
	clearTimeout(leaving);
}
