import { problem, type Problem } from '../../protocol/errors.ts';
import { encodeSse, encodeSseComment, type SseEvent } from '../../protocol/sse.ts';
import { encodeClosing } from '../realtime/wire/event-stream.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import { spread } from '../realtime/jitter.ts';

/** An open stream of one reader. After its end both methods do nothing. */
export interface EventStream {
	send(event: SseEvent): void;
	/** Sends what only counts while it is the newest: not to a reader who has not yet taken what came before. */
	offer(event: SseEvent): void;
	/** Ends the stream, and says why if there is a reason; an EventSource comes back by itself. */
	end(why?: Problem): void;
}

const heartbeatMs = 15_000;
/** What may wait for a reader who does not read (bytes); then the stream ends, and the reader resumes. */
const budgetBytes = 256 * 1024;

const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no'
};

/** All that is open, so that the process can end: an open stream would hold it up (S14). */
const open = new Set<EventStream>();
let written = 0;

/** Ends every stream. Readers come back after a time of their own, and go on where they were. */
export function endStreams(): void {
	for (const stream of [...open]) stream.end(problem('draining', { retryAfterMs: spread() }));
}

let report = (_: unknown): void => {};

/** Where to report what nobody meant to throw while a stream began. A reader is only told `internal`. */
export function onStreamFailure(listener: (error: unknown) => void): void {
	report = listener;
}

/** How many streams are open, and how many events all have been sent so far. */
export const streamFigures = (): { open: number; written: number } => ({
	open: open.size,
	written
});

/**
 * Answers with a `text/event-stream`. `begin` is called with the stream and the id that the browser has
 * heard last, and gives back the way to clean up, which is called once, however the stream ends.
 */
export function eventStream(
	request: Request,
	begin: (stream: EventStream, lastEventId: string | null) => Promise<() => void>
): Response {
	let stream: EventStream | undefined;
	const body = new ReadableStream<Uint8Array>(
		{
			start(controller) {
				stream = openStream(controller, request, begin);
			},
			cancel() {
				stream?.end();
			}
		},
		new ByteLengthQueuingStrategy({ highWaterMark: budgetBytes })
	);
	return new Response(body, { headers });
}

// #region stream
function openStream(
	controller: ReadableStreamDefaultController<Uint8Array>,
	request: Request,
	begin: (stream: EventStream, lastEventId: string | null) => Promise<() => void>
): EventStream {
	let isOpen = true;
	let leave = (): void => {};

	function write(text: string): void {
		if (!isOpen) return;
		controller.enqueue(Buffer.from(text));
		if ((controller.desiredSize ?? 0) < 0)
			stream.end(problem('slow_reader', { retryAfterMs: spread() }));
	}

	const stream: EventStream = {
		send(event) {
			if (isOpen) written++;
			write(encodeSse(event));
		},
		offer(event) {
			if (controller.desiredSize === budgetBytes) stream.send(event);
		},
		end(why) {
			if (!isOpen) return;
			isOpen = false;
			clearInterval(heart);
			open.delete(stream);
			leave();
			// 読者が取り消したストリームはもう閉じていて、閉じ直すと例外になる(S1)
			try {
				if (why) controller.enqueue(Buffer.from(encodeClosing(why)));
				controller.close();
			} catch {
				return;
			}
		}
	};
	const heart = setInterval(() => write(encodeSseComment('heartbeat')), heartbeatMs);
	open.add(stream);
	// コメントを書くと応答がすぐに始まる。戻る時刻は、人ごとに散らす(S7)
	write(`retry: ${String(1000 + Math.floor(Math.random() * 2000))}\n${encodeSseComment('open')}`);

	if (request.signal.aborted) stream.end();
	else request.signal.addEventListener('abort', () => stream.end(), { once: true });

	begin(stream, request.headers.get('last-event-id')).then(
		(cleanUp) => {
			leave = cleanUp;
			if (!isOpen) cleanUp();
		},
		(error: unknown) => {
			if (!(error instanceof Refusal)) report(error);
			stream.end({ retryAfterMs: spread(), ...problemOf(error) });
		}
	);
	return stream;
}
// #endregion stream
