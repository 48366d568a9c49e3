import { feed } from '$lib/server/tutorial/index.ts';
import type { RequestHandler } from './$types';

// #region stream
// #region headers
const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform', // 途中で保存も圧縮もさせない
	'x-accel-buffering': 'no' // nginx にためさせない
};
// #endregion headers

export const GET: RequestHandler = ({ request, url }) => {
	let leave = () => {};

	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const reader = {
				// デモの「接続を切る」が、この接続だけを指すための名前
				name: url.searchParams.get('reader'),
				send(chunk: Uint8Array) {
					// 受け取りが遅れている読者にはためない。追いついたら、いちばん新しい値から続ける
					if ((controller.desiredSize ?? 0) > 0) controller.enqueue(chunk);
				},
				end(last?: Uint8Array) {
					if (last) controller.enqueue(last); // 終わる理由は、遅れている読者にも伝える
					controller.close();
				}
			};
			// ブラウザーはつなぎ直すとき、最後に受け取った id: をこのヘッダーで知らせてくる
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

	return new Response(stream, { headers });
};
// #endregion stream

/** これがないと、SvelteKit は HEAD にも上の GET で応え、そのストリームを誰も終わらせない */
export const HEAD: RequestHandler = () => new Response(null, { headers });
