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

/**
 * Makes the boxes below `list` tickable and keeps the ticks in this browser. A tick belongs to the
 * words beside it: an item that says something new has to be checked anew.
 */
export function keepTicks(list: HTMLElement, id: string): void {
	const key = `wirelab:checklist:${id}`;
	const ticks = parseTicks(recall(key));
	for (const box of list.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
		const words = box.parentElement?.textContent.trim() ?? '';
		box.disabled = false;
		box.checked = ticks.has(words);
		box.addEventListener('change', () => {
			if (box.checked) ticks.add(words);
			else ticks.delete(words);
			keep(key, ticks.size > 0 ? JSON.stringify([...ticks]) : null);
		});
	}
}
