import type { Plugin } from 'vite';

/**
 * Hides SvelteKit's route announcer by a class: the `style` attribute in its generated root component would be the
 * only one of the site, and the content security policy blocks it.
 */
export function announcerClass(): Plugin {
	return {
		name: 'wirelab:announcer-class',
		enforce: 'pre',
		transform: {
			filter: { id: /\/generated\/root\.svelte$/ },
			handler: (code) => hideByClass(code)
		}
	};
}

/** @throws if the component has changed with a new release of SvelteKit */
export function hideByClass(code: string): string {
	const style = /(?<=<div id="svelte-announcer"[^>]*) style="[^"]*"/;
	if (!style.test(code)) throw new Error('root.svelte has no announcer with a style attribute');
	return code.replace(style, ' class="visually-hidden"');
}
