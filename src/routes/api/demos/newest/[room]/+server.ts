import { error } from '@sveltejs/kit';
import { encodeSse } from '$lib/protocol/sse.ts';
import { getRealtime } from '$lib/server/realtime/index.ts';
import type { RequestHandler } from './$types';

const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no'
};

// #region newest
export const GET: RequestHandler = async (event) => {
	// ルームの最新10件。next() を呼ぶまでに届いたメッセージは、次の1つの値にまとまる
	const values = getRealtime().queryLive.read(event, event.params.room, (status, problem) =>
		error(status, { code: problem.code, message: problem.message })
	);
	const first = await values.next(); // 拒否された場合は、ここで例外になる

	const body = new ReadableStream<Uint8Array>(
		{
			start: (controller) => send(controller, first),
			// 前の値を送り終えると呼ばれる。クライアントが受信しない間は、呼ばれない
			pull: async (controller) => send(controller, await values.next()),
			cancel: () => void values.return()
		},
		{ highWaterMark: 0 } // 送信待ちの値を、ストリームにためない
	);
	return new Response(body, { headers });
};

function send(
	controller: ReadableStreamDefaultController<Uint8Array>,
	{ done, value }: IteratorResult<unknown, void>
): void {
	if (done) controller.close();
	else controller.enqueue(Buffer.from(encodeSse({ data: JSON.stringify(value) })));
}
// #endregion newest

/** Without it SvelteKit would answer HEAD with the stream above, which never ends. */
export const HEAD: RequestHandler = () => new Response(null, { headers });
