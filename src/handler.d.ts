import type { IncomingMessage, ServerResponse } from 'node:http';

/** adapter-node writes `handler.js` beside the bundled entry: static files, prerendered pages, SvelteKit. */
export function handler(
	request: IncomingMessage,
	response: ServerResponse,
	next: (error?: unknown) => void
): unknown;
