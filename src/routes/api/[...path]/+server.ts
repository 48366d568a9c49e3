import { getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

/** Whatever else is asked for under /api: an answer for programs, not a page. */
export const fallback: RequestHandler = (event) => getRealtime().http.reject(event, 'not_found');
