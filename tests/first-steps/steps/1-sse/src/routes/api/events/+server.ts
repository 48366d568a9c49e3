import type { RequestHandler } from './$types';

const encoder = new TextEncoder();
let id = 0;

export const GET: RequestHandler = () => {
	let timer: ReturnType<typeof setInterval> | undefined;

	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const send = () => {
				// 受信の遅いクライアントには、ためずに1回飛ばす
				if ((controller.desiredSize ?? 0) <= 0) return;
				id += 1;
				const message = JSON.stringify({ id, text: new Date().toISOString() });
				controller.enqueue(encoder.encode(`id: ${id}\ndata: ${message}\n\n`));
			};
			send();
			timer = setInterval(send, 1000);
		},
		// クライアントが切断すると呼ばれる。クリーンアップはここだけに書く
		cancel() {
			clearInterval(timer);
		}
	});

	return new Response(stream, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store, no-transform',
			'x-accel-buffering': 'no'
		}
	});
};
