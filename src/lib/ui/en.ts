import type { Strings } from './strings.ts';

export const en: Strings = {
	locale: 'en_US',
	site: { name: 'Wirelab', tagline: 'Learn realtime communication in SvelteKit with live demos' },
	skipToContent: 'Skip to content',
	menu: { label: 'Pages on this site', open: 'Menu', close: 'Close menu' },
	toc: { label: 'On this page', open: 'Contents' },
	sections: 'Main chapters',
	breadcrumbs: 'You are here',
	theme: { label: 'Colors', auto: 'Use device setting', light: 'Light', dark: 'Dark' },
	copy: {
		label: 'Copy',
		done: 'Code copied',
		failed: 'The code could not be copied. Select it and copy it manually'
	},
	search: {
		open: 'Search',
		label: 'Search this site',
		placeholder: 'reconnection, EADDRINUSE, …',
		close: 'Close search',
		hint: 'Search for a keyword or part of an error message.',
		loading: 'Loading the search data…',
		failed: 'The search data could not be loaded. Check your connection and open search again.',
		found: 'Results: {count}',
		nothing: 'Nothing matches “{query}”.',
		nearest: 'Similar headings',
		elsewhere: 'Other ways to find it',
		keys: { move: 'move', follow: 'open', close: 'close' }
	},
	typesHint: 'Enter shows types, arrow keys move between them, Escape exits',
	shortcuts: 'Keyboard shortcuts',
	pager: { label: 'Previous and next page', previous: 'Previous page', next: 'Next page' },
	children: 'Pages in this chapter',
	source: 'View the source of this page',
	report: 'Report a mistake on this page',
	updated: 'Last updated',
	markdown: {
		copy: 'Copy as Markdown',
		show: 'View as Markdown',
		done: 'The page was copied as Markdown',
		failed: 'The page could not be copied. Open “View as Markdown” and copy it there'
	},
	notFound: {
		title: 'Page not found',
		explanation:
			'There is no page at this address. The page may have moved, or the address may be mistyped.',
		nearest: 'Were you looking for one of these?',
		all: 'All pages'
	},
	failure: {
		title: 'The page could not be shown',
		explanation:
			'Something went wrong on the network or the server. Wait a moment, then reload the page.',
		retry: 'Reload'
	},
	home: 'Home'
};
