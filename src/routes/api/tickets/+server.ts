import { getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => getRealtime().http.issueTicket(event);
