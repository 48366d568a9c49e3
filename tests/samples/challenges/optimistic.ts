export interface Message {
	id: string;
	seq: number;
	text: string;
}

export interface Rows {
	/** 確定したメッセージ。seqの順 */
	confirmed: readonly Message[];
	/** 確認応答を待っているメッセージ。送信した順 */
	pending: readonly { clientId: string; text: string }[];
}

export type Event =
	| { type: 'sent'; clientId: string; text: string }
	| { type: 'ack'; clientId: string; id: string; seq: number }
	| { type: 'message'; message: Message };

/** イベントを反映した、新しい状態を返す */
export function update({ confirmed, pending }: Rows, event: Event): Rows {
	switch (event.type) {
		case 'sent':
			return { confirmed, pending: [...pending, { clientId: event.clientId, text: event.text }] };
		case 'message':
			return { confirmed: insert(confirmed, event.message), pending };
		case 'ack': {
			const { clientId, id, seq } = event;
			const own = pending.find((row) => row.clientId === clientId);
			if (!own) return { confirmed, pending }; // 再送によって2回届いた応答
			return {
				confirmed: insert(confirmed, { id, seq, text: own.text }),
				pending: pending.filter((row) => row !== own)
			};
		}
	}
}

/** 確認応答とメッセージのどちらが先に届いても、1行だけを追加する */
function insert(rows: readonly Message[], message: Message): readonly Message[] {
	if (rows.some(({ id }) => id === message.id)) return rows;
	return [...rows, message].sort((a, b) => a.seq - b.seq);
}
