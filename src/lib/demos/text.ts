/** What all demonstrations say of their connections. */
export const text = {
	states: { connecting: '接続中', open: '接続済み', waiting: '待機中', closed: '停止' },
	retryIn: (seconds: number) => `あと${seconds}秒で再接続`,
	refused: (code: number | string) => `サーバーに断られました（${code}）`
};
