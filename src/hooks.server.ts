import { building, dev } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { deferPreloads } from '$lib/server/host/defer-preloads.ts';
import { allowPlainHtml } from '$lib/server/host/page-policies.ts';
import { logUnexpected, startRealtime } from '$lib/server/host/start.ts';
// Other modules import these remote functions only in the browser: without this import, the server would not have them.
import '$lib/remote/room.remote.ts';
import { getRealtime } from '$lib/server/realtime/index.ts';

export const init: ServerInit = () => {
	// Prerendering calls this as well, and must not open anything.
	if (!building) startRealtime(process.env);
};

export const handle: Handle = async ({ event, resolve }) => {
	// The origin guard for endpoints and remote functions. SvelteKit's own check covers forms only, not GET
	// streams. Pages are open to all origins: other sites link to them.
	if (!building) {
		const { http } = getRealtime();
		const isPage = !event.isRemoteRequest && !event.route.id?.startsWith('/api/');
		if (!isPage && !http.isAllowed(event)) return http.reject(event, 'forbidden_origin');
		// The endpoints of the tutorial feed and the examples do not check sessions, to stay short. For all of them, this
		// rejects invalid tokens, and guests where guests are not allowed.
		const checksNoSession = /^\/api\/(events|examples)(\/|$)/.test(event.route.id ?? '');
		const rejection = checksNoSession ? await http.rejectUnauthorised(event) : null;
		if (rejection !== null) return rejection;
		const response = http.normalizeResponse(event, await resolve(event));
		if (dev) allowPlainHtml(response);
		return response;
	}
	return resolve(event, { transformPageChunk: ({ html }) => deferPreloads(html) });
};

/** Logs server errors. Wrong paths and malformed requests (4xx) are not logged. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status >= 500) logUnexpected(error, event.route.id);
	return { message };
};
