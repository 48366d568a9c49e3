import { start } from '$lib/examples/progress/service.server.ts';

export const POST = start;
