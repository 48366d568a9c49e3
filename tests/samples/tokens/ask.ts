/** 質問を送り、届いたトークンを1つずつ返す。signalを中断すると、サーバーの生成も止まる */
export async function* ask(
	url: string,
	prompt: string,
	signal: AbortSignal
): AsyncGenerator<string> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ prompt }),
		signal
	});
	if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
	let buffer = '';
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) throw new Error('応答が途中で切れました');
		buffer += value;
		const blocks = buffer.split('\n\n');
		buffer = blocks.pop() ?? ''; // 最後の1つは、まだ途中かもしれない
		for (const block of blocks) {
			const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
			if (event === 'done') return;
			if (event === 'failed') throw new Error('生成に失敗しました');
			const token: unknown = JSON.parse(data ?? 'null');
			if (typeof token === 'string') yield token;
		}
	}
}
