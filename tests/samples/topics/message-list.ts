export interface Message {
	id: string;
	text: string;
}

/** 重複を除いた、直近のlimit件 */
export function createMessageList(limit: number) {
	const rows: Message[] = [];
	const ids = new Set<string>();
	return {
		/** 表示用のコピー。1フレームに1回だけ取得する */
		get rows(): readonly Message[] {
			return [...rows];
		},
		add(message: Message): void {
			if (ids.has(message.id)) return; // 再接続の前後では、2回受信することがある
			ids.add(message.id);
			rows.push(message);
			const oldest = rows.length > limit ? rows.shift() : undefined;
			if (oldest) ids.delete(oldest.id);
		}
	};
}
