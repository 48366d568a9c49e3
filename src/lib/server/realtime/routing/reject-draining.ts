import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendClosingStream } from '../wire/event-stream.ts';
import { reportError, type RealtimeContext } from '../context.ts';
import { isFeed } from './feed-guard.ts';
import { sendProblem } from '../wire/problem-response.ts';
import { Refusal } from '../refusal.ts';
import { jitterMs } from '../jitter.ts';

/** Turns away who comes while the process drains: 503, and when to come back; a stream says so in itself. */
export function rejectDraining(
	request: IncomingMessage,
	response: ServerResponse,
	context: Pick<RealtimeContext, 'log' | 'metrics'>
): void {
	const why = reportError(new Refusal('draining', { retryAfterMs: jitterMs() }), context, 'http');
	if (isStream(request)) sendClosingStream(response, why);
	else sendProblem(response, why);
}

/** Not every client that reads a stream says so in `Accept`: curl does not. */
function isStream(request: IncomingMessage): boolean {
	const { method, headers } = request;
	return method === 'GET' && (isFeed(request) || !!headers.accept?.includes('text/event-stream'));
}
