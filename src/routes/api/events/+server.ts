import { feed } from '$lib/server/tutorial/index.ts';
import type { RequestHandler } from './$types';

// #region stream
// #region headers
const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform', // 経路上のキャッシュと圧縮を防ぐ
	'x-accel-buffering': 'no' // nginx のバッファリングを無効にする
};
// #endregion headers

export const GET: RequestHandler = ({ request, url }) => {
	let leave = () => {};

	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const reader = {
				// デモの「サーバーから切断」が、この接続を識別するための名前
				name: url.searchParams.get('reader'),
				send(chunk: Uint8Array) {
					// 受信の遅いクライアントの分はためない。追いついたら、最新の値から続ける
					if ((controller.desiredSize ?? 0) > 0) controller.enqueue(chunk);
				},
				end(last?: Uint8Array) {
					if (last) controller.enqueue(last); // 終了の理由は、受信の遅いクライアントにも送る
					controller.close();
				}
			};
			// ブラウザーは再接続時に、最後に受信した id: をこのヘッダーで送る
			leave = feed.join(reader, request.headers.get('last-event-id'));

			// 切断済みなら、abort イベントは発生しない
			if (request.signal.aborted) leave();
			else request.signal.addEventListener('abort', leave, { once: true });
		},
		cancel() {
			// クライアントが切断すると呼ばれる。ストリームは閉じているので close() は呼ばない
			leave();
		}
	});

	return new Response(stream, { headers });
};
// #endregion stream

/** これがないと、SvelteKit は HEAD にも上の GET で応答し、そのストリームが終了しない */
export const HEAD: RequestHandler = () => new Response(null, { headers });
