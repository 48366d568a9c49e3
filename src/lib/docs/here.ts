import * as environment from '$env/static/public';
import { pages } from 'virtual:wirelab/pages';
import { parseSite, type Site } from './site.ts';
import { pageView, shellView, type PageView, type ShellView } from './view.ts';

/** The addresses that the operator has set for the build. The browser does not need them in production. */
export const site: Site =
	import.meta.env.SSR || import.meta.env.DEV
		? parseSite(environment)
		: { url: null, repository: null };

/** The view of the page at `path`; null if the content tree has none. */
export function viewOf(path: string): PageView | null {
	const page = pages.find((candidate) => candidate.path === path);
	return page ? pageView(pages, page, site) : null;
}

/** The view of an error page: the shell, and whether the address is unknown. */
export function errorView(path: string, status: number): { view: ShellView; isUnknown: boolean } {
	return { view: shellView(pages, path), isUnknown: status === 404 };
}
