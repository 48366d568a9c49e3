import type { PageInfo } from '../../markdown/types.ts';

/** A link to another page, as breadcrumbs and pager show it. */
export interface PageLink {
	path: string;
	label: string;
}

/** A link with a description of the page. */
export interface PageCard extends PageLink {
	description: string;
}

/** A page in the sidebar with the pages below it, in reading order. */
export interface NavItem extends PageCard {
	items: NavItem[];
}

const linkTo = (page: PageInfo): PageLink => ({ path: page.path, label: page.nav });

export const cardOf = (page: PageInfo): PageCard => ({
	...linkTo(page),
	description: page.description
});

/** The pages directly below `path`, each with its descendants. */
export function navigation(pages: readonly PageInfo[], path: string): NavItem[] {
	return pages
		.filter((page) => page.parent === path)
		.map((page) => ({
			...cardOf(page),
			items: navigation(pages, page.path)
		}));
}

/** The ancestors of `page`, from the home page of the language down. */
export function trail(pages: readonly PageInfo[], page: PageInfo): PageLink[] {
	const parent = pages.find((candidate) => candidate.path === page.parent);
	return parent ? [...trail(pages, parent), linkTo(parent)] : [];
}

/** The page before and after `page` in reading order, within its language. */
export function adjacentPages(
	pages: readonly PageInfo[],
	page: PageInfo
): { previous: PageLink | null; next: PageLink | null } {
	const chapters = pages.filter(({ lang }) => lang === page.lang);
	const index = chapters.findIndex(({ path }) => path === page.path);
	const previous = chapters[index - 1];
	const next = index === -1 ? undefined : chapters[index + 1];
	return { previous: previous ? linkTo(previous) : null, next: next ? linkTo(next) : null };
}
