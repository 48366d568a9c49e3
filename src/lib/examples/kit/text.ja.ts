/** What the shared parts of the examples say. */
export const text = {
	open: '別の画面で開く',
	copy: 'リンクをコピー',
	yes: 'コピーしました。',
	failed:
		'コピーできませんでした。リンクを長押しするか右クリックして、アドレスをコピーしてください。',
	qr: 'QRコード',
	qrLabel: 'このリンクのQRコード',
	qrFailed: 'QRコードを読み込めませんでした。',
	note: 'このリンクを知っている人だけが、同じ場所に入れます。'
};
