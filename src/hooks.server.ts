import { building } from '$app/environment';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { logUnexpected, startRealtime } from '$lib/server/host/start.ts';
// Only demonstrations use it, and they are loaded in the browser alone: without this the server lacks it.
import '$lib/remote/room.remote.ts';
import { getRealtime } from '$lib/server/realtime/index.ts';

export const init: ServerInit = () => {
	// prerendering calls this as well, and has to open nothing
	if (!building) startRealtime(process.env);
};

export const handle: Handle = async ({ event, resolve }) => {
	// The origin guard for endpoints and remote functions. SvelteKit's own check covers forms only, and a GET
	// stream is read by whoever may open it. Pages are for everybody: a link on another site leads here too.
	if (!building) {
		const { http } = getRealtime();
		const isPage = !event.isRemoteRequest && !event.route.id?.startsWith('/api/');
		if (!isPage && !http.isAllowed(event)) return http.reject(event, 'forbidden_origin');
		// The tutorial feed and the examples know no sessions, to stay short: whose token is none, and who has
		// none where no guests are let in, is turned away here for all.
		const knowsNobody = /^\/api\/(events|examples)(\/|$)/.test(event.route.id ?? '');
		const refusal = knowsNobody ? await http.rejectUnauthorised(event) : null;
		if (refusal !== null) return refusal;
		return http.normalizeResponse(event, await resolve(event));
	}
	return resolve(event);
};

/** A wrong address or a malformed request is no news; the rest is, and only its log tells why. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
	if (status >= 500) logUnexpected(error, event.route.id);
	return { message };
};
