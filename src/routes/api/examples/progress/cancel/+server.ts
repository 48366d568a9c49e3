import { cancel } from '$lib/examples/progress/service.server.ts';

export const POST = cancel;
