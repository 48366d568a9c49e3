import { nearest } from './nearest.ts';

/** The longest address that is shown; a longer one is cut. */
const maxShownLength = 200;
/** How many pages are suggested. */
const maxSuggestions = 3;

/**
 * On the page for unknown addresses: shows the address that was asked for, and of the links to all pages the
 * ones most like it. The server sends everybody the same file, so that an unknown address costs it nothing.
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

/** The path as its reader typed it, or as it is where it is no percent-encoding. */
function decoded(path: string): string {
	try {
		return decodeURI(path);
	} catch {
		return path;
	}
}
