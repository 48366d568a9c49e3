const encoder = new TextEncoder();
const headers = {
	'content-type': 'text/event-stream',
	'cache-control': 'no-store, no-transform',
	'x-accel-buffering': 'no' // nginxのバッファリングを無効にする
};

/** 生成されたトークンを、1つずつSSEの形式で送る。切断されたら、生成を中断する */
export function streamTokens(generate: (signal: AbortSignal) => AsyncIterator<string>): Response {
	const abort = new AbortController();
	const tokens = generate(abort.signal);
	const send = (event: string, data: unknown) =>
		encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

	const stream = new ReadableStream<Uint8Array>({
		async pull(controller) {
			// クライアントの受信が遅ければ、次のpullまで待つ
			try {
				const { done, value } = await tokens.next();
				if (abort.signal.aborted) return;
				controller.enqueue(done ? send('done', {}) : send('token', value));
				if (done) controller.close();
			} catch {
				if (abort.signal.aborted) return; // 切断による中断
				controller.enqueue(send('failed', {})); // 内部のエラーの内容は送らない
				controller.close();
			}
		},
		cancel: () => abort.abort()
	});
	return new Response(stream, { headers });
}
