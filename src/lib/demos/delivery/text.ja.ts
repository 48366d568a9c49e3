/** Texts of the demonstration of delivery. */
export const text = {
	field: 'メッセージ',
	draft: 'コーヒーを1杯注文します',
	send: '送信し、応答を失わせる',
	hint: 'サーバーがメッセージを記録したあと、応答（ack）を受信する前に、両方の接続を切断します。',
	unavailable: '接続を切断できませんでした。少し待ってから、もう一度送信してください。',
	lanes: {
		same: '同じclientIdで再送する',
		fresh: '再送のたびにclientIdを変える'
	},
	written: '入力した数',
	sent: '送信した数',
	stored: '記録した数',
	frames: (lane: string) => `${lane}：通信の内容`,
	empty: '送信すると、clientIdを含むフレームをここに表示します。',
	room: (lane: string) => `${lane}：ルームの履歴`,
	roomEmpty: 'ルームには、まだメッセージがありません。',
	cut: (bytes: number) => `記録後に切断しました。ackを含む送信待ち${bytes}バイトは届きません。`,
	again: '再接続しました。ackがないため、再送します。',
	repeated: (seq: number) =>
		`同じ番号（seq ${seq}）のackが届きました。ルームのメッセージは増えていません。`,
	duplicated: (seq: number) =>
		`別の番号（seq ${seq}）のackが届きました。ルームに重複したメッセージがあります。`
};
