const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

/** Texts of the demonstration of backpressure. */
export const text = {
	lanes: {
		newest: '最新の値だけを送る（間引き）',
		lossless: 'すべて送る（切断して再開）'
	},
	start: '送信を開始',
	stop: '送信を停止',
	slow: '受信を遅くする',
	restore: '受信の速度を元に戻す',
	hint: '1秒に2件、番号付きのメッセージを自分のルームに送信します。「受信を遅くする」と、この2つの接続の受信だけが止まります。',
	unavailable: '受信を遅くできませんでした。少し待ってから、もう一度試してください。',
	limited: 'サーバーのレート制限により、送信を待っています。',
	line: (n: number, filler: string) => `${n}件目${filler}`,
	queued: (bytes: number) => `サーバーの送信待ち：${kib(bytes)}`,
	queuedLabel: 'サーバーの送信待ち',
	sent: '送信',
	delivered: '受信',
	skipped: '間引き',
	lost: '欠落',
	log: (lane: string) => `${lane}：接続のログ`,
	empty: {
		newest: '受信が追い付かない間は、途中の値を送らず、最新の値に置き換えます。',
		lossless: '送信が30秒間進まないと、サーバーは接続を閉じます。クライアントは続きから受信します。'
	},
	slowed: '受信を止めました。',
	released: '受信の速度を元に戻しました。',
	skippedNow: (count: number) => `途中の${count}件を間引き、最新の値を受信しました。`,
	closed: (code: number, bytes: number) =>
		`サーバーがクローズコード${code}で閉じました。送信待ち${kib(bytes)}は破棄されました。`,
	lostConnection: '切断されました。',
	resumed: (cursor: number) => `再接続しました。${cursor}番の続きから受信します。`
};
