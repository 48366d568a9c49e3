import { asMarkdown } from './as-markdown.ts';
import { keep, recall } from './store.ts';

/** Reads kept ticks; anything that is not a list of texts counts as none. */
export function parseTicks(kept: string | null): Set<string> {
	try {
		const value: unknown = JSON.parse(kept ?? '[]');
		return new Set(Array.isArray(value) ? value.filter((tick) => typeof tick === 'string') : []);
	} catch {
		return new Set();
	}
}

export const boxesIn = (list: HTMLElement): HTMLInputElement[] => [
	...list.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')
];

const wordsOf = (box: HTMLInputElement) => box.parentElement?.textContent.trim() ?? '';

/**
 * Enables the boxes, with the ticks stored in this browser. A tick belongs to the text of its item: a changed
 * item has to be ticked again.
 */
export function openTicks(boxes: readonly HTMLInputElement[], id: string) {
	const key = `wirelab:checklist:${id}`;
	const ticked = () => boxes.filter(({ checked }) => checked).map(wordsOf);
	function read() {
		const kept = parseTicks(recall(key));
		for (const box of boxes) box.checked = kept.has(wordsOf(box));
	}
	read();
	for (const box of boxes) box.disabled = false;

	return {
		/** Where they are kept. */
		key,
		count: () => ticked().length,
		/** Takes over what is kept by now. */
		read,
		keep() {
			const ticks = ticked();
			keep(key, ticks.length > 0 ? JSON.stringify(ticks) : null);
		},
		/** Ticks exactly these; returns what was ticked before. */
		set(texts: readonly string[]): string[] {
			const before = ticked();
			for (const box of boxes) box.checked = texts.includes(wordsOf(box));
			this.keep();
			return before;
		}
	};
}

/** The list as Markdown. */
export function markdownOf(list: HTMLElement): string {
	return boxesIn(list)
		.map((box) => `- [${box.checked ? 'x' : ' '}] ${asMarkdown(box.parentElement ?? box)}\n`)
		.join('');
}
