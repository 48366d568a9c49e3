import * as environment from '$env/static/public';
import { pages } from 'virtual:wirelab/pages';
import { nearest } from './nearest.ts';
import { parseSite } from './site.ts';
import { cardOf, type PageCard } from './tree.ts';
import { pageView, shellView, type PageView, type ShellView } from './view.ts';

/** What the operator said about this site when it was built. */
export const site = parseSite(environment);

/** The view of the page at `path`, or null where the content tree has none. */
export function viewOf(path: string): PageView | null {
	const page = pages.find((candidate) => candidate.path === path);
	return page ? pageView(pages, page, site) : null;
}

/** What an answer with an error shows: the shell, and for 404 the pages that may be meant. */
export function errorView(
	path: string,
	status: number
): { view: ShellView; missing: boolean; nearest: PageCard[] } {
	const view = shellView(pages, path);
	const candidates = pages.filter(({ lang }) => lang === view.lang);
	return {
		view,
		missing: status === 404,
		nearest: nearest(candidates, path).map(cardOf)
	};
}
