import type { IncomingMessage, ServerResponse } from 'node:http';
import { reportError, type RealtimeContext } from '../context.ts';
import { drainingRefusal } from '../guards/check-request.ts';
import { sendClosingStream } from '../wire/event-stream.ts';
import { sendProblem } from '../wire/problem-response.ts';

/**
 * Rejects a request while the process drains: 503 with `Retry-After`, or a stream with `closing` if the client accepts
 * one. Streams of the API do not come here: their guards have rejected them, whatever the client accepts.
 */
export function rejectDraining(
	{ method, headers }: IncomingMessage,
	response: ServerResponse,
	context: Pick<RealtimeContext, 'log' | 'metrics'>
): void {
	const problem = reportError(drainingRefusal(), context, 'http');
	const isStream = method === 'GET' && headers.accept?.includes('text/event-stream');
	if (isStream) sendClosingStream(response, problem);
	else sendProblem(response, problem);
}
