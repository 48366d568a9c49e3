import type { ServerResponse } from 'node:http';
import { closeCodeOf } from '../../../protocol/close-codes.ts';
import { errors, type Problem } from '../../../protocol/errors.ts';
import type { Closing } from '../../../protocol/message.ts';
import { encodeSse } from '../../../protocol/sse.ts';
import { sendProblem } from './problem-response.ts';

/** Proxies must neither transform nor store a stream (S10). nginx must not buffer it, which would delay events (S11). */
export const eventStreamHeaders = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no'
};

/** A browser reconnects by itself after at least `minRetryMs` and less than `maxRetryMs`. */
const minRetryMs = 1000;
const maxRetryMs = 3000;

/** A random delay for `retry:`, so that the readers who lose the same server do not all return at once (S7). */
export function randomRetryMs(): number {
	return minRetryMs + Math.floor(Math.random() * (maxRetryMs - minRetryMs));
}

/**
 * Rejects an EventSource that should reconnect: opens the stream, sends the reason and the delay, ends it. On
 * any status other than 200 it would stop reconnecting (WHATWG HTML §9.2.3).
 */
export function sendClosingStream(res: ServerResponse, problem: Problem): void {
	res.writeHead(200, eventStreamHeaders);
	res.end(encodeClosing(problem));
}

/**
 * Rejects a request for a stream. Temporary problems (429, 503) become a closing stream; all others become
 * JSON with their status, after which an EventSource gives up.
 */
export function rejectStream(res: ServerResponse, problem: Problem): void {
	const { status } = errors[problem.code];
	if (status === 429 || status === 503) sendClosingStream(res, problem);
	else sendProblem(res, problem);
}

/** The last event of a stream: why it ends, and after how long the browser reconnects. */
export function encodeClosing({ code, retryAfterMs }: Problem): string {
	return encodeClosingEvent({ code: closeCodeOf(code), reason: code, retryAfterMs }, retryAfterMs);
}

/** The `closing` event. `retry` is the browser's new reconnection time in ms; if undefined, it does not change. */
export function encodeClosingEvent(closing: Closing, retry: number | undefined): string {
	return encodeSse({ event: 'closing', retry, data: JSON.stringify(closing) });
}
