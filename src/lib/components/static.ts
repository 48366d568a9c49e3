import type { Component } from 'svelte';
import { render } from 'svelte/server';

// `{@html}` hydrates up to the next empty comment, so one of Svelte's own markers inside the string
// would end it too early. Nothing inside hydrates, so the markers are not needed.
const withoutMarkers = (html: string) => html.replace(/<!--.*?-->/gs, '');

/**
 * The markup of a component that never hydrates. On the server only: callers check
 * `import.meta.env.SSR`, so that neither the component nor this module is sent to a browser.
 */
export function staticHtml<Props extends Record<string, unknown>>(
	part: Component<Props>,
	props: Props
): { head: string; body: string } {
	const { head, body } = render(part as Component<Record<string, unknown>>, { props });
	return { head: withoutMarkers(head), body: withoutMarkers(body) };
}
