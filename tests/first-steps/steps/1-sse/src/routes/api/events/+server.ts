import type { RequestHandler } from './$types';

const encoder = new TextEncoder();
let id = 0;

export const GET: RequestHandler = () => {
	let timer: ReturnType<typeof setInterval> | undefined;

	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const send = () => {
				// 読むのが遅い相手には、ためずに1回休む
				if ((controller.desiredSize ?? 0) <= 0) return;
				id += 1;
				const message = JSON.stringify({ id, text: new Date().toISOString() });
				controller.enqueue(encoder.encode(`id: ${id}\ndata: ${message}\n\n`));
			};
			send();
			timer = setInterval(send, 1000);
		},
		// 読者が去ったら呼ばれる。片付けはここだけに書く
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
