const encoder = new TextEncoder();

export function GET(): Response {
	let timer: ReturnType<typeof setInterval> | undefined;
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			timer = setInterval(() => {
				if ((controller.desiredSize ?? 0) <= 0) return; // 受信が遅ければ1回飛ばす
				controller.enqueue(encoder.encode(`data: ${new Date().toISOString()}\n\n`));
			}, 1000);
		},
		cancel() {
			clearInterval(timer); // クライアントが切断すると呼ばれる
		}
	});
	return new Response(stream, {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store, no-transform',
			'x-accel-buffering': 'no'
		}
	});
}
