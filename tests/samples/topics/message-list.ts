export interface Message {
	id: string;
	text: string;
}

/** 直近のlimit件。変更のたびにonChangeへ新しい配列を渡す */
export function createMessageList(limit: number, onChange: (rows: readonly Message[]) => void) {
	let rows: readonly Message[] = [];

	return function add(message: Message): void {
		// 再接続の前後では、同じメッセージを2回受信することがある
		if (rows.some(({ id }) => id === message.id)) return;
		rows = [...rows, message].slice(-limit);
		onChange(rows);
	};
}
