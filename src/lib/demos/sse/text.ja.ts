/** The texts of the SSE demonstration. */
export const text = {
	states: {
		connecting: '接続中',
		open: '受信中',
		reconnecting: '再接続中',
		closed: '停止'
	},
	start: '開始',
	stop: '停止',
	drop: '接続を切る',
	dropping: 'サーバーに、この接続だけを終えるよう頼みました。あとはブラウザーに任せます。',
	dropFailed: '切れませんでした。もう一度試してください。',
	resumed: (id: number, count: number) =>
		`自動で再接続し、${id}番の続きから${count}件を取り戻しました。`,
	received: '受信',
	missing: '欠落',
	reconnects: '再接続',
	rejected: '破棄',
	events: '最後の10件のイベント',
	id: '番号',
	time: '時刻（サーバー）',
	value: '値',
	replayed: '再送',
	empty: 'まだ届いていません。',
	chart: (values: string) => `最後の10件の値の推移：${values}`
};
