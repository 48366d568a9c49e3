import { asMarkdown } from './as-markdown.ts';
import { readStored, store } from './store.ts';

/** Parses stored ticks. Anything but a list of texts counts as none. */
export function parseTicks(stored: string | null): Set<string> {
	try {
		const value: unknown = JSON.parse(stored ?? '[]');
		return new Set(Array.isArray(value) ? value.filter((tick) => typeof tick === 'string') : []);
	} catch {
		return new Set();
	}
}

export const boxesIn = (list: HTMLElement): HTMLInputElement[] => [
	...list.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')
];

const textOf = (box: HTMLInputElement) => box.parentElement?.textContent.trim() ?? '';

/**
 * Enables the boxes, with the ticks stored in this browser. A tick belongs to the text of its item: a changed
 * item has to be ticked again.
 */
export function openTicks(boxes: readonly HTMLInputElement[], id: string) {
	const key = `wirelab:checklist:${id}`;
	const ticked = () => boxes.filter(({ checked }) => checked).map(textOf);
	function read() {
		const stored = parseTicks(readStored(key));
		for (const box of boxes) box.checked = stored.has(textOf(box));
	}
	read();
	for (const box of boxes) box.disabled = false;

	return {
		/** The key under which the ticks are stored. */
		key,
		count: () => ticked().length,
		/** Replaces the ticks with the stored ones. */
		read,
		save() {
			const ticks = ticked();
			store(key, ticks.length > 0 ? JSON.stringify(ticks) : null);
		},
		/** Ticks exactly the items with these texts; returns the texts of those that were ticked before. */
		set(texts: readonly string[]): string[] {
			const before = ticked();
			for (const box of boxes) box.checked = texts.includes(textOf(box));
			this.save();
			return before;
		}
	};
}

/** A checklist as a Markdown task list, with its ticks. */
export function markdownOf(list: HTMLElement): string {
	return boxesIn(list)
		.map((box) => `- [${box.checked ? 'x' : ' '}] ${asMarkdown(box.parentElement ?? box)}\n`)
		.join('');
}
