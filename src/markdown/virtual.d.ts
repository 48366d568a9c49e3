/**
 * Every page of the site in reading order, from the content tree. Whole on the server; an empty
 * array in the production client, where the navigation is already in the HTML.
 */
declare module 'virtual:wirelab/pages' {
	export const pages: import('./types.ts').PageInfo[];
}

/**
 * Opens a page's content by the page's path. In the production client only those of which something
 * comes alive; of the others the HTML is all there is.
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
