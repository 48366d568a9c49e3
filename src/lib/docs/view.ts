import type { Language, PageInfo } from '../../markdown/types.ts';
import { strings, type Strings } from '../ui/index.ts';
import { outline, type OutlineItem } from './outline.ts';
import { structuredData } from './structured-data.ts';
import { canonical, reportUrl, sourceUrl, type Site } from './site.ts';
import { navigation, adjacentPages, trail, type NavItem, type PageLink } from './tree.ts';

/** What the shell shows around the content of any page. */
export interface ShellView {
	lang: Language;
	text: Strings;
	/** Path of the page that is shown, to mark it in the navigation. */
	path: string;
	home: string;
	layout: PageInfo['layout'];
	navigation: NavItem[];
	toc: OutlineItem[];
}

/** What a page of the content tree shows in addition. */
export interface PageView extends ShellView {
	title: string;
	description: string;
	/** The content of `<title>`: the title of the page and the name of the site; on the home page, the site's name and tagline. */
	documentTitle: string;
	canonical: string | null;
	/** The picture that other sites show beside a link to the page: an absolute address if the site's is set, else a path. */
	card: string | null;
	/** The absolute addresses of the page in each language; empty unless it is in several and the site's address is set. */
	alternates: { lang: string; href: string }[];
	/** Path of the page in plain Markdown. */
	markdown: string;
	/** JSON-LD for search engines. */
	structuredData: string;
	/** Day of the last change, such as `2026-11-29`. */
	updated: string | null;
	source: string | null;
	report: string | null;
	trail: PageLink[];
	/** Pages below this one that the text does not link to. */
	children: NavItem[];
	previous: PageLink | null;
	next: PageLink | null;
}

/** The language of a path: its first segment if that is a language, else Japanese. */
export const languageOf = (path: string): Language => (/^\/en(\/|$)/.test(path) ? 'en' : 'ja');

/** The shell for a path, which may be missing from the content tree. */
export function shellView(pages: readonly PageInfo[], path: string): ShellView {
	const lang = languageOf(path);
	const home = lang === 'en' ? '/en/' : '/';
	return {
		lang,
		text: strings[lang],
		path,
		home,
		layout: 'doc',
		navigation: navigation(pages, home),
		toc: []
	};
}

/** The view of a page, derived from the list of pages. */
export function pageView(pages: readonly PageInfo[], page: PageInfo, site: Site): PageView {
	const shell = shellView(pages, page.path);
	const { name, tagline } = shell.text.site;
	return {
		...shell,
		...adjacentPages(pages, page),
		layout: page.layout,
		toc: page.toc && page.layout === 'doc' ? outline(page.headings) : [],
		title: page.title,
		description: page.description,
		documentTitle: page.parent === null ? `${name} – ${tagline}` : `${page.title} – ${name}`,
		canonical: canonical(site, page.path),
		card: page.card && (canonical(site, page.card) ?? page.card),
		alternates: alternates(pages, page, site),
		markdown: `${page.path}index.md`,
		structuredData: `<script type="application/ld+json">${structuredData(pages, page, site, name)}</script>`,
		updated: page.updated?.slice(0, 10) ?? null,
		source: sourceUrl(site, page),
		report: reportUrl(site, page),
		trail: trail(pages, page),
		children: page.layout === 'doc' ? unlinkedChildren(pages, page) : []
	};
}

const unlinkedChildren = (pages: readonly PageInfo[], page: PageInfo): NavItem[] =>
	navigation(pages, page.path).filter(({ path }) => !page.links.includes(path));

/** Empty if the site's address is not set, because search engines require absolute addresses here. */
function alternates(
	pages: readonly PageInfo[],
	page: PageInfo,
	site: Site
): PageView['alternates'] {
	const neutral = ({ path, lang }: PageInfo) =>
		lang === 'ja' ? path : path.slice(lang.length + 1);
	const all = pages.filter((other) => neutral(other) === neutral(page));
	if (all.length < 2) return [];
	const links = all.flatMap(({ lang, path }) => {
		const href = canonical(site, path);
		return href === null ? [] : [{ lang, href }];
	});
	const [first] = links;
	return first ? [...links, { ...first, lang: 'x-default' }] : [];
}
