/** 1秒ごとに最新の値を送る。受信が追い付かない間の値は破棄する */
export function latestOnly(read: () => string): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let timer: ReturnType<typeof setInterval>;
	return new ReadableStream({
		start(controller) {
			timer = setInterval(() => {
				if ((controller.desiredSize ?? 0) <= 0) return; // キューが満杯
				controller.enqueue(encoder.encode(`data: ${JSON.stringify(read())}\n\n`));
			}, 1000);
		},
		cancel() {
			clearInterval(timer);
		}
	});
}
