import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { setSecurityHeaders } from '../headers.ts';
import { originForm } from '../realtime/guards/request.ts';
import type { Realtime } from '../realtime/index.ts';

/** Where events are streamed: our own endpoints, and SvelteKit's for remote functions. */
const streams = /^\/(api|_app\/remote)\//;

/**
 * The production server's first steps as a middleware, so that Vite's servers answer the same: headers
 * on every answer, then what the realtime instance answers itself.
 * @param realtime asked at each request, for in development the instance changes
 */
export function inFront(realtime: () => Realtime | undefined, config: Config) {
	return (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
		request.url = originForm(request.url ?? '');
		setSecurityHeaders(request, response, config);
		// Vite's preview compresses event streams too, although they say no-transform, and what is
		// compressed waits until there is enough of it (S12).
		if (streams.test(request.url ?? '')) delete request.headers['accept-encoding'];
		if (!realtime()?.handle(request, response)) next();
	};
}
