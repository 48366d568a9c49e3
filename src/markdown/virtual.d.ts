/**
 * All pages of the site in reading order. Empty in the production client, where the navigation is already
 * in the HTML.
 */
declare module 'virtual:wirelab/pages' {
	export const pages: import('./types.ts').PageInfo[];
}

/**
 * Imports a page's content by the page's path. The production client has only the pages with live parts;
 * the others need no script.
 */
declare module 'virtual:wirelab/contents' {
	import type { Component } from 'svelte';
	export const contents: Record<string, (() => Promise<Component>) | undefined>;
}

/** A page compiled from Markdown. */
declare module '*.md' {
	import type { Component } from 'svelte';
	const component: Component;
	export default component;
	export const metadata: import('./types.ts').Frontmatter;
}
