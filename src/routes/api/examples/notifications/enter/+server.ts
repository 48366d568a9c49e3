import { host } from '$lib/examples/host.server.ts';
import { enter } from '$lib/examples/notifications/service.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => enter(host, event);
