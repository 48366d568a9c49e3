import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuseStream } from '../wire/event-stream.ts';
import { explain, type RealtimeContext } from '../context.ts';
import { isFeed } from './feed-guard.ts';
import { refuse } from '../wire/problem-response.ts';
import { Refusal } from '../refusal.ts';
import { spread } from '../jitter.ts';

/** Turns away who comes while the process drains: 503, and when to come back; a stream says so in itself. */
export function refuseDraining(
	request: IncomingMessage,
	response: ServerResponse,
	context: Pick<RealtimeContext, 'log' | 'metrics'>
): void {
	const why = explain(new Refusal('draining', { retryAfterMs: spread() }), context, 'http');
	if (isStream(request)) refuseStream(response, why);
	else refuse(response, why);
}

/** Not every client that reads a stream says so in `Accept`: curl does not. */
function isStream(request: IncomingMessage): boolean {
	const { method, headers } = request;
	return method === 'GET' && (isFeed(request) || !!headers.accept?.includes('text/event-stream'));
}
