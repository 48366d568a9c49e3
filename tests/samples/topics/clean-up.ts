/** beginは送信を始め、タイマーや購読を解放する関数を返す */
export function createStream(
	signal: AbortSignal,
	begin: (send: (chunk: Uint8Array) => void) => () => void
): ReadableStream<Uint8Array> {
	let end = () => {};
	return new ReadableStream({
		start(controller) {
			let isOpen = true;
			const release = begin((chunk) => {
				// キャンセルされた後と、受信が追い付かない間は破棄する
				if ((controller.desiredSize ?? 0) > 0) controller.enqueue(chunk);
			});
			end = () => {
				if (!isOpen) return; // 2回目以降は何もしない
				isOpen = false;
				release();
			};
			if (signal.aborted) end();
			else signal.addEventListener('abort', end, { once: true });
		},
		cancel: () => end()
	});
}
