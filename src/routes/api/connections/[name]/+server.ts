import { getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	getRealtime().http.readConnection(event, event.params.name);

export const POST: RequestHandler = (event) =>
	getRealtime().http.causeFault(event, event.params.name);
