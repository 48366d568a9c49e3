/** 購読の内容を送るストリーム。cancel()とabortの順序にかかわらず、購読を1度だけ解除する */
export function streamOf(
	signal: AbortSignal,
	subscribe: (send: (text: string) => void) => () => void
): ReadableStream<string> {
	let release: (() => void) | undefined;
	let released = false;

	function cleanUp(): void {
		released = true;
		release?.();
		release = undefined; // 2度目は何もしない
		signal.removeEventListener('abort', cleanUp);
	}

	return new ReadableStream<string>({
		start(controller) {
			if (signal.aborted) return; // 準備中に切断された
			signal.addEventListener('abort', cleanUp);
			release = subscribe((text) => {
				if (!released) controller.enqueue(text);
			});
		},
		cancel: cleanUp
	});
}
