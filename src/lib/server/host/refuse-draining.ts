import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../protocol/errors.ts';
import { encodeSse } from '../../protocol/sse.ts';
import { refuse } from '../realtime/problem-response.ts';
import { spread } from '../realtime/spread.ts';

/**
 * Turns away who comes while the process drains: 503 with a time to come back at. An EventSource would
 * give up for ever on 503 (WHATWG HTML §9.2.3), so a stream is opened, told, and ended.
 */
export function refuseDraining(request: IncomingMessage, response: ServerResponse): void {
	const retryAfterMs = spread();
	if (!request.headers.accept?.includes('text/event-stream')) {
		return refuse(response, problem('draining', { retryAfterMs }));
	}
	response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	const data = JSON.stringify({ code: 1012, reason: 'draining', retryAfterMs });
	response.end(encodeSse({ event: 'closing', retry: retryAfterMs, data }));
}
