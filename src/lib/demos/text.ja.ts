const number = (count: number) => count.toLocaleString('ja');

/** Texts that all demonstrations share. */
export const text = {
	states: { connecting: '接続中', open: '接続済み', waiting: '待機中', closed: '停止' },
	directions: { sent: '送信', received: '受信' },
	retryIn: (seconds: number) => `あと${seconds}秒で再接続`,
	refused: (code: number | string) => `サーバーに断られました（${code}）`,
	limit: (max: number) => `${number(max)}文字を超えているため、送れません。`,
	excess: (count: number) => `あと${number(count)}文字、短くしてください。`,
	shorten: (count: number, max: number) =>
		`${number(max)}文字までです。あと${number(count)}文字、短くしてください。`
};
