import { problem, type Problem } from '../../protocol/errors.ts';
import { encodeSse, encodeSseComment, type SseEvent } from '../../protocol/sse.ts';
import { encodeClosing } from '../realtime/wire/event-stream.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import { jitterMs } from '../realtime/jitter.ts';

/** 1人の読者へ開いたストリーム。終わったあとは、どのメソッドも何もしない */
export interface EventStream {
	send(event: SseEvent): void;
	/** 最新であることだけに意味があるイベントを送る。前の分がまだ読まれていなければ、送らない */
	sendLatest(event: SseEvent): void;
	/** 理由があれば closing で知らせて、終える。EventSource は自分でつなぎ直す */
	end(why?: Problem): void;
}

/** 読者が最後に受け取った id の続きから始める。返す関数は、どう終わっても1度だけ呼ばれ、後片付けをする */
type BeginStream = (stream: EventStream, lastEventId: string | null) => Promise<() => void>;

const heartbeatMs = 15_000;
/** 読まない読者のためにためておく上限。超えたらストリームを終える */
const maxQueuedBytes = 256 * 1024;
/** つなぎ直すまでの時間は、この間に散らす(S7) */
const minRetryMs = 1000;
const maxRetryMs = 3000;

const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no'
};

/** 開いているすべて。残したままだと、プロセスが終われない(S14) */
const open = new Set<EventStream>();
let written = 0;

/** すべてを終える。読者は、ばらばらの時間だけ待ってつなぎ直し、続きから受け取る */
export function endStreams(): void {
	for (const stream of [...open]) stream.end(problem('draining', { retryAfterMs: jitterMs() }));
}

let report = (_: unknown): void => {};

/** 始めるときの思わぬエラーの届け先。読者には internal とだけ伝える */
export function onStreamFailure(listener: (error: unknown) => void): void {
	report = listener;
}

/** 開いている数と、これまでに書いたイベントの数 */
export const streamFigures = (): { open: number; written: number } => ({
	open: open.size,
	written
});

/** text/event-stream で応える */
export function eventStream(request: Request, begin: BeginStream): Response {
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
		new ByteLengthQueuingStrategy({ highWaterMark: maxQueuedBytes })
	);
	return new Response(body, { headers });
}

/** 最初に書くもの。コメントを書くと、応答がすぐに始まる */
function opening(): string {
	const retryMs = minRetryMs + Math.floor(Math.random() * (maxRetryMs - minRetryMs));
	return `retry: ${String(retryMs)}\n${encodeSseComment('open')}`;
}

// #region stream
function openStream(
	controller: ReadableStreamDefaultController<Uint8Array>,
	request: Request,
	begin: BeginStream
): EventStream {
	let isOpen = true;
	let cleanUp = (): void => {};

	function write(text: string): void {
		if (!isOpen) return;
		controller.enqueue(Buffer.from(text));
		if ((controller.desiredSize ?? 0) < 0)
			stream.end(problem('slow_reader', { retryAfterMs: jitterMs() }));
	}

	const stream: EventStream = {
		send(event) {
			if (isOpen) written++;
			write(encodeSse(event));
		},
		sendLatest(event) {
			if (controller.desiredSize === maxQueuedBytes) stream.send(event);
		},
		end(why) {
			if (!isOpen) return;
			isOpen = false;
			clearInterval(heartbeatTimer);
			open.delete(stream);
			cleanUp();
			// 読者が取り消したストリームはもう閉じていて、閉じ直すと例外になる(S1)
			try {
				if (why) controller.enqueue(Buffer.from(encodeClosing(why)));
				controller.close();
			} catch {
				return;
			}
		}
	};
	const heartbeatTimer = setInterval(() => write(encodeSseComment('heartbeat')), heartbeatMs);
	open.add(stream);
	write(opening());

	if (request.signal.aborted) stream.end();
	else request.signal.addEventListener('abort', () => stream.end(), { once: true });

	begin(stream, request.headers.get('last-event-id')).then(
		(cleanUpBegun) => {
			cleanUp = cleanUpBegun;
			if (!isOpen) cleanUp();
		},
		(error: unknown) => {
			if (!(error instanceof Refusal)) report(error);
			stream.end({ retryAfterMs: jitterMs(), ...problemOf(error) });
		}
	);
	return stream;
}
// #endregion stream
