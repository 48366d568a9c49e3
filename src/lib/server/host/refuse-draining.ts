import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../protocol/errors.ts';
import { refuseStream } from '../realtime/closing-stream.ts';
import { refuse } from '../realtime/problem-response.ts';
import { spread } from '../realtime/spread.ts';

/** Turns away who comes while the process drains: 503, and when to come back. */
export function refuseDraining(request: IncomingMessage, response: ServerResponse): void {
	const why = problem('draining', { retryAfterMs: spread() });
	if (request.headers.accept?.includes('text/event-stream')) refuseStream(response, why);
	else refuse(response, why);
}
