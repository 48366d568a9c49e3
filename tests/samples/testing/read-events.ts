/** SSEのレスポンスを、1イベントずつ返す(このサーバーが使う、単一行のフィールドだけを読む) */
export async function* readEvents(response: Response): AsyncGenerator<Record<string, string>> {
	if (!response.body) return;
	let buffer = '';
	for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
		buffer += chunk;
		const blocks = buffer.split('\n\n');
		buffer = blocks.pop() ?? ''; // 最後の1つは、まだ途中かもしれない
		for (const block of blocks) {
			yield Object.fromEntries(block.split('\n').map((line) => line.split(': ', 2)));
		}
	}
}
