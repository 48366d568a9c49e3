import { getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

/** Answers requests for unknown addresses under /api in JSON, because programs send them. */
export const fallback: RequestHandler = (event) => getRealtime().http.reject(event, 'not_found');
