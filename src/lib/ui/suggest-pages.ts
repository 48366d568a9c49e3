import { nearest } from './nearest.ts';

/** The most characters of the address that are shown. */
const maxShownLength = 200;
/** The most pages that are suggested. */
const maxSuggestions = 3;

/**
 * Shows the requested address and the most similar pages on the page for unknown addresses. A script does that, so that
 * the server can send the same file for every address.
 */
export function suggestPages(pathname: string): void {
	const path = decoded(pathname);
	const address = document.querySelector<HTMLElement>('[data-address]');
	const section = document.querySelector<HTMLElement>('[data-suggestions]');
	const list = section?.querySelector('ul');
	if (!address || !section || !list) return;
	address.textContent = path.slice(0, maxShownLength);
	address.hidden = false;

	const links = [...document.querySelectorAll<HTMLAnchorElement>('.all-pages a')];
	const pages = links.map((link) => ({ path: link.pathname, label: link.textContent }));
	const suggestions = nearest(pages, path, maxSuggestions);
	list.replaceChildren(...suggestions.map(card));
	section.hidden = suggestions.length === 0;
}

function card({ path, label }: { path: string; label: string }): HTMLLIElement {
	const item = document.createElement('li');
	const link = Object.assign(document.createElement('a'), { href: path, textContent: label });
	item.append(link, Object.assign(document.createElement('p'), { textContent: path }));
	return item;
}

/** The path without percent-encoding; unchanged if the encoding is invalid. */
function decoded(path: string): string {
	try {
		return decodeURI(path);
	} catch {
		return path;
	}
}
