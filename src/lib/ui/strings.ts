/** The texts of the site's own controls in one language, except those that are loaded on demand (`*words.ts`). */
export interface Strings {
	/** Language and region in the form of Open Graph, such as `ja_JP`. */
	locale: string;
	site: { name: string; tagline: string };
	skipToContent: string;
	menu: { label: string; open: string; close: string };
	toc: { label: string; open: string };
	/** Label of the list of chapters in the header of the home page. */
	sections: string;
	breadcrumbs: string;
	theme: { label: string; auto: string; light: string; dark: string };
	copy: { label: string; done: string; failed: string };
	search: {
		/** Label of the button in the masthead. */
		open: string;
		/** Name of the dialog and its field. */
		label: string;
		placeholder: string;
		close: string;
		/** Shown until the reader types. */
		hint: string;
		loading: string;
		failed: string;
		/** `{count}` stands for the number of results. */
		found: string;
		/** `{query}` stands for what was typed. */
		nothing: string;
		nearest: string;
		elsewhere: string;
		keys: { move: string; follow: string; close: string };
	};
	/** Hint for keyboard users on how to see types. */
	typesHint: string;
	/** Button that lists the keys that the site reacts to. */
	shortcuts: string;
	pager: { label: string; previous: string; next: string };
	children: string;
	source: string;
	/** Link to where a mistake on a page is reported. */
	report: string;
	/** Precedes the day of the last change. */
	updated: string;
	/** A page in plain Markdown. */
	markdown: { copy: string; show: string; done: string; failed: string };
	notFound: { title: string; explanation: string; nearest: string; all: string };
	failure: { title: string; explanation: string; retry: string };
	home: string;
}
