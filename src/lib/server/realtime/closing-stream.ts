import type { ServerResponse } from 'node:http';
import { closeCodeOf } from '../../protocol/close-codes.ts';
import type { Problem } from '../../protocol/errors.ts';
import { encodeSse } from '../../protocol/sse.ts';

/**
 * Sends an EventSource away that may come back: opens the stream, says why and when, ends it. With any
 * other status than 200 it would give up for ever (WHATWG HTML §9.2.3).
 */
export function refuseStream(res: ServerResponse, { code, retryAfterMs }: Problem): void {
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	const data = JSON.stringify({ code: closeCodeOf(code), reason: code, retryAfterMs });
	res.end(encodeSse({ event: 'closing', retry: retryAfterMs, data }));
}
