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
 * Makes boxes tickable, with the ticks that this browser keeps. A tick belongs to the words beside it: an
 * item that says something new has to be checked anew.
 */
export function openTicks(boxes: readonly HTMLInputElement[], id: string) {
	const key = `wirelab:checklist:${id}`;
	const kept = parseTicks(recall(key));
	for (const box of boxes) {
		box.disabled = false;
		box.checked = kept.has(wordsOf(box));
	}
	const ticked = () => boxes.filter(({ checked }) => checked).map(wordsOf);

	return {
		count: () => ticked().length,
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

/** The list as Markdown, whose links lead here from anywhere. */
export function markdownOf(list: HTMLElement): string {
	return boxesIn(list)
		.map((box) => {
			const text = inline(box.parentElement ?? box)
				.replace(/\s+/g, ' ')
				.trim();
			return `- [${box.checked ? 'x' : ' '}] ${text}\n`;
		})
		.join('');
}

function inline(node: Node): string {
	if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
	if (!(node instanceof HTMLElement)) return '';
	const inside = [...node.childNodes].map(inline).join('');
	if (node instanceof HTMLAnchorElement) return `[${inside}](${node.href})`;
	if (node.tagName === 'CODE') return `\`${inside}\``;
	return node.tagName === 'BR' ? ' ' : inside;
}
