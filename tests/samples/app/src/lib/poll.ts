import * as v from 'valibot';

const Answer = v.object({
	messages: v.array(v.object({ id: v.number(), text: v.string() })),
	cursor: v.number()
});

/** 新しいメッセージを、届いた順に渡す。signalで終了する */
export async function poll(signal: AbortSignal, show: (text: string) => void): Promise<void> {
	let after = 0;
	while (!signal.aborted) {
		try {
			const response = await fetch(`/api/poll?after=${after}`, { signal });
			if (!response.ok) throw new Error(`HTTP ${response.status}`);
			const { messages, cursor } = v.parse(Answer, await response.json());
			for (const { text } of messages) show(text);
			after = cursor; // 次のリクエストで送る再開位置
		} catch {
			// 失敗したら、1〜5秒待ってから再試行する
			await new Promise((resolve) => setTimeout(resolve, 1000 + Math.random() * 4000));
		}
	}
}
