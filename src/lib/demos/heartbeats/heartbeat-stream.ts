/** 切断後に開き直すまでの時間 */
const reopenMs = 3_000;

/**
 * ルームのイベントストリームを fetch で読み、コメント行を通知する。EventSource では、コメント行を参照できない。
 * 戻り値の関数で閉じる
 */
// #region comments
export function readComments(room: string, onComment: () => void): () => void {
	const closing = new AbortController();
	const { signal } = closing;

	async function read() {
		const response = await fetch(`/api/rooms/${room}/events`, { signal });
		const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
		let rest = '';
		for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
			const lines = (rest + part.value).split('\n');
			rest = lines.pop() ?? ''; // 途中までの行は、次に届くデータとつなげる
			for (const line of lines) if (line.startsWith(':')) onComment();
		}
	}

	async function keepReading() {
		while (!signal.aborted) {
			await read().catch(() => undefined); // 切断または中止
			await new Promise((resolve) => setTimeout(resolve, reopenMs));
		}
	}

	void keepReading();
	return () => closing.abort();
}
// #endregion comments
