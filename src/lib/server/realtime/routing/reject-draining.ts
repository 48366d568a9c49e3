import type { IncomingMessage, ServerResponse } from 'node:http';
import { reportError, type RealtimeContext } from '../context.ts';
import { drainingRefusal } from '../guards/check-request.ts';
import { sendClosingStream } from '../wire/event-stream.ts';
import { sendProblem } from '../wire/problem-response.ts';
import { requestsEndpointStream } from './event-stream-guard.ts';

/** Rejects a request while the process drains: 503 with `Retry-After`, or a stream with `closing`. */
export function rejectDraining(
	request: IncomingMessage,
	response: ServerResponse,
	context: Pick<RealtimeContext, 'log' | 'metrics'>
): void {
	const problem = reportError(drainingRefusal(), context, 'http');
	if (requestsStream(request)) sendClosingStream(response, problem);
	else sendProblem(response, problem);
}

/** Whether the client asks for an event stream. `Accept` alone is not enough: curl does not name the type. */
function requestsStream(request: IncomingMessage): boolean {
	const { method, headers } = request;
	return (
		method === 'GET' &&
		(requestsEndpointStream(request) || !!headers.accept?.includes('text/event-stream'))
	);
}
