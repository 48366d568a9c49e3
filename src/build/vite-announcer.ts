import type { Plugin } from 'vite';

/**
 * Hides SvelteKit's route announcer with a class: its generated root component uses a `style` attribute, which the
 * content security policy blocks.
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

/** @throws if a new release of SvelteKit has changed the component */
export function hideByClass(code: string): string {
	const style = /(?<=<div id="svelte-announcer"[^>]*) style="[^"]*"/;
	if (!style.test(code)) throw new Error('root.svelte has no announcer with a style attribute');
	return code.replace(style, ' class="visually-hidden"');
}
