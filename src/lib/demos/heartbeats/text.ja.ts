/** Texts of the demonstration of heartbeats. */
export const text = {
	lanes: {
		watching: '無通信を検知するクライアント',
		waiting: 'closeを待つだけのクライアント'
	},
	block: '通信を遮断する',
	restore: '遮断を終了する',
	hint: 'サーバーは、両方の接続のデータを破棄します。切断の通知は送りません。',
	unavailable: '通信を遮断できませんでした。少し待ってから、もう一度試してください。',
	received: (seconds: number) => `最後の受信：${seconds}秒前`,
	nothing: '最後の受信：なし',
	client: 'クライアント',
	server: 'サーバー',
	undetected: (seconds: number) => `未検知（${seconds}秒）`,
	detected: (seconds: number) => `${seconds}秒で検知`,
	idle: '通信は正常です',
	frames: (lane: string) => `${lane}：通信の内容`,
	empty: {
		watching: '受信が4秒間なければpingを送り、3秒以内のpongを待ちます。',
		waiting: '何も送らず、closeイベントを待ちます。サーバーのpingは、JavaScriptからは見えません。'
	},
	blocked: '通信を遮断しました。状態は「接続済み」のままです。',
	noticed: (seconds: number) => `クライアントが${seconds}秒で切断を検知し、再接続します。`,
	noticedByServer: (seconds: number) =>
		`サーバーが${seconds}秒で切断を検知しました。受信が60秒間なかったためです。`,
	closed: (seconds: number) =>
		`${seconds}秒後に、サーバーがソケットを閉じました。実際のハーフオープンでは、この通知も届きません。`,
	back: '再接続しました。',
	comments: 'SSEのハートビート',
	comment: (count: number, seconds: number) => `${count}回受信（最後は${seconds}秒前）`,
	noComment: 'コメント行（:）を待っています。サーバーは13秒ごとに送信します。'
};
