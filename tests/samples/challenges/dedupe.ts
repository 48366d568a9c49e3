/** 直近のlimit件のclientIdについて、記録の処理を1回だけ実行する */
export function createDedupe<Ack>(limit: number) {
	const acks = new Map<string, Promise<Ack>>();

	return function dedupe(clientId: string, store: () => Promise<Ack>): Promise<Ack> {
		const known = acks.get(clientId);
		if (known) return known; // 記録が終わる前に再送が届いても、同じ結果を待つ

		const ack = store();
		acks.set(clientId, ack);
		// 失敗した結果は保存しない。再送されたときに、もう一度記録する
		ack.catch(() => {
			if (acks.get(clientId) === ack) acks.delete(clientId);
		});
		for (const oldest of acks.keys()) {
			if (acks.size <= limit) break;
			acks.delete(oldest); // Mapは追加順を保つ
		}
		return ack;
	};
}
