import type { ServerResponse } from 'node:http';
import { closeCodeOf } from '../../../protocol/close-codes.ts';
import type { Problem } from '../../../protocol/errors.ts';
import { encodeSse } from '../../../protocol/sse.ts';

/**
 * Sends an EventSource away that may come back: opens the stream, says why and when, ends it. With any
 * other status than 200 it would give up for ever (WHATWG HTML §9.2.3).
 */
export function sendClosingStream(res: ServerResponse, why: Problem): void {
	res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
	res.end(encodeClosing(why));
}

/** The last event of a stream: why it ends, and after how long the browser comes back. */
export function encodeClosing({ code, retryAfterMs }: Problem): string {
	const data = JSON.stringify({ code: closeCodeOf(code), reason: code, retryAfterMs });
	return encodeSse({ event: 'closing', retry: retryAfterMs, data });
}
