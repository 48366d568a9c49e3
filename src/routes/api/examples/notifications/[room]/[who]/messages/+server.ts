import { host } from '$lib/examples/host.server.ts';
import { notify } from '$lib/examples/notifications/service.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = (event) => notify(host, event);
