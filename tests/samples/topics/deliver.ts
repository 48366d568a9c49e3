interface Message {
	clientId: string;
	text: string;
}

const maxAttempts = 5;

/** サーバーの応答を受信するまで再送する。sendは、応答がなければ例外を投げる */
export async function deliver<Answer>(
	text: string,
	send: (message: Message) => Promise<Answer>
): Promise<Answer> {
	const message = { clientId: crypto.randomUUID(), text }; // 再送でも同じIDを使う
	for (let attempt = 1; ; attempt++) {
		try {
			return await send(message);
		} catch (error) {
			if (attempt === maxAttempts) throw error; // 届いたかどうかは不明
			const waitMs = Math.random() * 1000 * 2 ** attempt;
			await new Promise((resolve) => setTimeout(resolve, waitMs));
		}
	}
}
