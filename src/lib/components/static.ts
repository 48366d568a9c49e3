import type { Component } from 'svelte';
import { render } from 'svelte/server';

// `{@html}` hydrates up to the next empty comment, so one of Svelte's own markers inside the string
// would end it too early; nothing in here hydrates, so no marker is missed.
const withoutMarkers = (html: string) => html.replace(/<!--.*?-->/gs, '');

/**
 * Renders a component that never comes alive to markup. On the server only: a caller has to stand
 * behind `import.meta.env.SSR`, so that neither the component nor this module reaches a browser.
 */
export function staticHtml<Props extends Record<string, unknown>>(
	part: Component<Props>,
	props: Props
): { head: string; body: string } {
	const { head, body } = render(part as Component<Record<string, unknown>>, { props });
	return { head: withoutMarkers(head), body: withoutMarkers(body) };
}
