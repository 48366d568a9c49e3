/**
 * The laboratories without a page of their own, by the name in `/labs/<name>/`: the address of the page that
 * shows each one, usually with a fragment.
 * The redirects are temporary, so that such a laboratory can get its own page.
 */
export const laboratories: Readonly<Record<string, string>> = {
	auth: '/sveltekit/realtime/authentication/#demo-authentication',
	backpressure: '/sveltekit/realtime/backpressure/#demo-backpressure',
	broken: '/sveltekit/realtime/traps/',
	'query-live': '/sveltekit/server/websocket-sse/#demo-query-live',
	race: '/sveltekit/server/websocket-sse/#demo-transports',
	'rate-limits': '/sveltekit/realtime/rate-limits/#demo-rate-limits',
	scale: '/sveltekit/realtime/scaling/#try',
	'six-tabs': '/symptoms/#seventh-tab'
};

/** The page of the laboratory at a path, with or without its final slash; null for all other paths. */
export function laboratoryAt(path: string): string | null {
	const [, name] = /^\/labs\/([a-z-]+)\/?(?:\?|$)/.exec(path) ?? [];
	if (name === undefined || !Object.hasOwn(laboratories, name)) return null;
	return laboratories[name] ?? null;
}
