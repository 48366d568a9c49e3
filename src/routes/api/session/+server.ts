import { getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => getRealtime().http.openSession(event);

export const DELETE: RequestHandler = (event) => getRealtime().http.endSession(event);
