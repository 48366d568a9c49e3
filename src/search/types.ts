/** A part of a page that search finds: a heading with the text below it, or the page's own beginning. */
export interface Section {
	/** Fragment of the heading; empty for the beginning of the page. */
	id: string;
	/** Headings from the h2 down; empty for the beginning of the page. */
	headings: string[];
	/** Plain text, without printed code. */
	text: string;
}

/** A page in the search index. */
export interface SearchPage {
	path: string;
	title: string;
	sections: Section[];
}
