import { feed } from '$lib/server/tutorial/index.ts';
import type { RequestHandler } from './$types';

// #region stream
export const GET: RequestHandler = ({ request }) => {
	let leave = () => {};

	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const reader = {
				send(chunk: Uint8Array) {
					// 受け取りが遅れている読者には溜めない。追いついたら、いちばん新しい値から続ける
					if ((controller.desiredSize ?? 0) > 0) controller.enqueue(chunk);
				},
				end: () => controller.close()
			};
			// ブラウザはつなぎ直すとき、最後に受け取った id: をこのヘッダーで知らせてくる
			leave = feed.join(reader, request.headers.get('last-event-id'));

			// 読者がもういないなら、abort イベントは二度と来ない
			if (request.signal.aborted) leave();
			else request.signal.addEventListener('abort', leave, { once: true });
		},
		cancel() {
			// 読者が去るとここに来る。ストリームはもう閉じているので close() は呼ばない
			leave();
		}
	});

	return new Response(stream, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store, no-transform', // 途中で保存も圧縮もさせない
			'x-accel-buffering': 'no' // nginx に溜めさせない
		}
	});
};
// #endregion stream
