import type { Message } from '$lib/protocol/message.ts';

/** 一覧の1行。メッセージか、接続やルームのイベント */
export type Row =
	| { kind: 'message'; key: string; message: Message; own: boolean }
	| { kind: 'notice'; key: string; timestamp: number; text: string };

/** 画面に表示する行数 */
const maxRows = 200;

/** 最新の行。数に上限があり、古いものから削除する(W5) */
export function createLog(limit = maxRows) {
	let rows: Row[] = [];
	const own = new Set<string>();
	let notices = 0;

	function push(row: Row) {
		rows.push(row);
		if (rows.length > limit) rows.shift();
	}

	return {
		/** 表示用のコピー。変わらない行は、前と同じオブジェクト */
		get rows(): readonly Row[] {
			return [...rows];
		},
		notice(text: string, timestamp: number) {
			push({ kind: 'notice', key: `notice-${++notices}`, timestamp, text });
		},
		// #region message
		message(message: Message) {
			push({ kind: 'message', key: message.id, message, own: own.has(message.id) });
		},
		/** この`id`は自分のメッセージ。応答は、メッセージより先にも後にも届く */
		acknowledged(id: string) {
			own.add(id);
			// 最も古いものを削除する。その行は画面にない
			if (own.size > limit) own.delete(own.values().next().value ?? id);
			rows = rows.map((row) => (row.key === id ? { ...row, own: true } : row));
		}
		// #endregion message
	};
}

export type Log = ReturnType<typeof createLog>;
