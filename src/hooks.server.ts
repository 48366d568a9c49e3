import { building } from '$app/environment';
import type { ServerInit } from '@sveltejs/kit';
import { startRealtime } from '$lib/server/host/start.ts';

export const init: ServerInit = () => {
	// prerendering calls this as well, and has to open nothing
	if (!building) startRealtime(process.env);
};
