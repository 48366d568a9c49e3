/** The languages the site is written in; each is a folder under `content/`. */
export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** One heading of a page, h2 and deeper (the page's title is its h1). */
export interface Heading {
	/** ASCII, unique within the page; the fragment in links. */
	id: string;
	/** Plain text, without markup. */
	text: string;
	/** 2 to 6. */
	depth: number;
}

/** The front matter of a page, with defaults. */
export interface Frontmatter {
	title: string;
	description: string;
	/** Short name for the sidebar; defaults to the title. */
	nav: string;
	/** Whether the page has a table of contents. */
	toc: boolean;
	layout: 'doc' | 'home';
	/** Whether navigation lists the page first in the section above its folder. */
	start: boolean;
}

/** One page of the site, as `virtual:wirelab/pages` lists them in reading order. */
export interface PageInfo extends Frontmatter {
	/** Absolute URL path with a trailing slash, such as `/sveltekit/deployment/`. */
	path: string;
	/** Source file, relative to the project, such as `content/ja/index.md`. */
	file: string;
	lang: Language;
	/** Number of folders between the language's home and the page; 0 is the home. */
	depth: number;
	/** The numbers in the folder and file names on the way to the page, which order siblings. */
	order: number[];
	/** Path of the parent page; null for a language's home. */
	parent: string | null;
	headings: Heading[];
	/** Paths of the pages that the text links to, without queries and fragments. */
	links: string[];
	/** Time of the last commit in ISO 8601; null without the whole history of the project. */
	updated: string | null;
	/** Address of the page's card (`card.ts`); null until the card is drawn. */
	card: string | null;
}
