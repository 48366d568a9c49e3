import { host } from '$lib/examples/host.server.ts';
import { stream } from '$lib/examples/progress/stream.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => stream(host, event);

/** ないと、HEAD にも上のストリームが答え、誰も読まないまま残る */
export const HEAD: RequestHandler = () => new Response(null);
