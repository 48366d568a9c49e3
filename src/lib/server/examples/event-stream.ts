import { problem, type Problem } from '../../protocol/errors.ts';
import { encodeSse, encodeSseComment, type SseEvent } from '../../protocol/sse.ts';
import { encodeClosing, eventStreamHeaders, randomRetryMs } from '../realtime/wire/event-stream.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import { jitterMs } from '../realtime/jitter.ts';

/** 1クライアントのストリーム。終了後は、どのメソッドも何もしない */
export interface EventStream {
	send(event: SseEvent): void;
	/** 最新の値だけが必要なイベントを送る。送信待ちのデータが残っていれば送らない */
	sendLatest(event: SseEvent): void;
	/** 理由があれば closing で通知して終了する。EventSource は自動で再接続する */
	end(why?: Problem): void;
}

/** クライアントが最後に受信した id から再開する。戻り値は、終了時に1度だけ呼ばれるクリーンアップ関数 */
type BeginStream = (stream: EventStream, lastEventId: string | null) => Promise<() => void>;

const heartbeatMs = 15_000;
/** 受信の遅いクライアントのバッファの上限。超えたらストリームを終了する */
const maxQueuedBytes = 256 * 1024;

/** 開いているストリーム。残っているとプロセスが終了しない(S14) */
const open = new Set<EventStream>();
let written = 0;

/** すべてを終了する。クライアントは、ランダムな時間を待って再接続し、受信を再開する */
export function endStreams(): void {
	for (const stream of [...open]) stream.end(problem('draining', { retryAfterMs: jitterMs() }));
}

let report = (_: unknown): void => {};

/** 開始時の想定外のエラーの通知先。クライアントには internal とだけ伝える */
export function onStreamFailure(listener: (error: unknown) => void): void {
	report = listener;
}

/** 開いているストリームの数と、これまでに書き込んだイベントの数 */
export const streamFigures = (): { open: number; written: number } => ({
	open: open.size,
	written
});

/** text/event-stream のレスポンスを返す */
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
	return new Response(body, { headers: eventStreamHeaders });
}

/** 最初に書き込む内容。コメントを書くと、レスポンスがすぐに始まる */
function opening(): string {
	return `retry: ${String(randomRetryMs())}\n${encodeSseComment('open')}`;
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
			// クライアントが切断したストリームは閉じており、再び閉じると例外になる(S1)
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
		(returned) => {
			cleanUp = returned;
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
