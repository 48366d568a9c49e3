import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../protocol/errors.ts';
import { refuseStream } from '../realtime/closing-stream.ts';
import { isFeed } from '../realtime/feed-guard.ts';
import { refuse } from '../realtime/problem-response.ts';
import { spread } from '../realtime/spread.ts';

/** Turns away who comes while the process drains: 503, and when to come back; a stream says so in itself. */
export function refuseDraining(request: IncomingMessage, response: ServerResponse): void {
	const why = problem('draining', { retryAfterMs: spread() });
	if (isStream(request)) refuseStream(response, why);
	else refuse(response, why);
}

/** Not every client that reads a stream says so in `Accept`: curl does not. */
function isStream(request: IncomingMessage): boolean {
	const { method, headers } = request;
	return method === 'GET' && (isFeed(request) || !!headers.accept?.includes('text/event-stream'));
}
