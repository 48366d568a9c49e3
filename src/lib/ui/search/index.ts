import type { SearchPage } from '../../../search/types.ts';
import { SearchEngine, type Hit } from './engine.ts';
import { excerpt, highlight } from './highlight.ts';

/**
 * Makes the search dialog work. Resolves when the index is ready; until then the reader can already type.
 * @throws Error if the index cannot be loaded
 */
export async function startSearch(dialog: HTMLDialogElement): Promise<void> {
	const view = viewOf(dialog);
	const { input, status, texts } = view;
	status.textContent = texts.loading ?? '';
	const response = await fetch(texts.index ?? '');
	if (!response.ok) throw new Error(`GET ${response.url}: status ${response.status}`);
	const engine = new SearchEngine();
	await engine.add((await response.json()) as SearchPage[]);

	const update = () => show(view, engine, input.value.trim());
	input.addEventListener('input', update);
	dialog.addEventListener('keydown', (event) => moveFocus(event, view));
	dialog.addEventListener('submit', () => links(view)[0]?.click());
	dialog.addEventListener('click', (event) => {
		const { target } = event;
		const followed = target instanceof Element && target.closest('a') !== null;
		// A link in a new tab keeps the results open. Outside its content, the dialog itself is the target.
		if (target === dialog || (followed && !event.ctrlKey && !event.metaKey)) dialog.close();
	});
	update();
}

interface SearchView {
	dialog: HTMLDialogElement;
	texts: DOMStringMap;
	input: HTMLInputElement;
	status: HTMLElement;
	hits: HTMLElement;
	nothing: HTMLElement;
	nearest: HTMLElement;
}

function viewOf(dialog: HTMLDialogElement): SearchView {
	const part = (selector: string): HTMLElement => {
		const found = dialog.querySelector<HTMLElement>(selector);
		if (!found) throw new Error(`the search dialog has no ${selector}`);
		return found;
	};
	return {
		dialog,
		texts: dialog.dataset,
		input: part('input') as HTMLInputElement,
		status: part('.search-status'),
		hits: part('.search-hits'),
		nothing: part('.search-nothing'),
		nearest: part('.search-nearest')
	};
}

function show(
	{ texts, status, hits, nothing, nearest }: SearchView,
	engine: SearchEngine,
	query: string
) {
	const found = engine.search(query);
	const similar = found.length === 0 ? engine.nearest(query) : [];
	hits.replaceChildren(...found.map(hitItem));
	nearest.querySelector('ul')?.replaceChildren(...similar.map(hitItem));
	nearest.hidden = similar.length === 0;
	nothing.hidden = query === '' || found.length > 0;
	if (query === '') status.textContent = texts.hint ?? '';
	else if (found.length === 0) status.textContent = fill(texts.nothing, '{query}', query);
	else status.textContent = fill(texts.found, '{count}', String(found.length));
}

const fill = (text: string | undefined, name: string, value: string) =>
	(text ?? '').replace(name, () => value);

function hitItem({ href, page, headings, text, words }: Hit): HTMLLIElement {
	const link = document.createElement('a');
	link.href = href;
	const place = document.createElement('span');
	place.className = 'search-place';
	for (const [i, name] of [page, ...headings].entries()) {
		if (i > 0) place.append(' › ');
		place.append(...marked(name, words));
	}
	link.append(place);
	if (text !== '') {
		const line = document.createElement('span');
		line.className = 'search-text';
		line.append(...marked(excerpt(text, words), words));
		link.append(line);
	}
	const item = document.createElement('li');
	item.append(link);
	return item;
}

function marked(text: string, words: readonly string[]): (string | HTMLElement)[] {
	return highlight(text, words).map((part) => {
		if (!part.isMarked) return part.text;
		return Object.assign(document.createElement('mark'), { textContent: part.text });
	});
}

const links = ({ dialog }: SearchView): HTMLAnchorElement[] =>
	[...dialog.querySelectorAll('a')].filter((link) => link.checkVisibility());

/** The arrow keys move from the field to the results, and back. */
function moveFocus(event: KeyboardEvent, view: SearchView): void {
	const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
	// An input method uses the arrow keys for its candidates (W17).
	if (step === undefined || event.isComposing) return;
	const stops = [view.input, ...links(view)];
	const at = stops.findIndex((stop) => stop === document.activeElement);
	const next = stops[at + step];
	if (!next) return;
	event.preventDefault();
	next.focus();
}
