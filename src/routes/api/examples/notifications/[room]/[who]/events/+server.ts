import { host } from '$lib/examples/host.server.ts';
import { stream } from '$lib/examples/notifications/service.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => stream(host, event);

/** これがないと、HEAD にも上のストリームで応答し、読まれないまま残る */
export const HEAD: RequestHandler = () => new Response(null);
