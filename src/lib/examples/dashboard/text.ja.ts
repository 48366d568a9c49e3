const number = new Intl.NumberFormat('ja-JP', { maximumFractionDigits: 1 });

/** このサンプルの画面の文言 */
export const text = {
	live: '毎秒更新',
	pause: '更新を停止',
	resume: '更新を再開',
	paused: (time: string) => `${time}の値で停止しています`,
	stale: '切断されています。最後に受信した値を表示しています。',
	waiting: '最初の値を待っています。',
	figures: {
		connections: '接続数',
		received: '受信',
		written: '配信',
		refused: '拒否した回数',
		lagMs: 'イベントループの遅延',
		cpu: 'CPU',
		memory: 'メモリー'
	},
	units: {
		connections: (value: number) => `${number.format(value)}本`,
		received: (value: number) => `${number.format(value)}通/秒`,
		written: (value: number) => `${number.format(value)}通/秒`,
		refused: (value: number) => `${number.format(value)}回/秒`,
		lagMs: (value: number) => `${number.format(value)}ミリ秒`,
		cpu: (value: number) => `${number.format(value)}%`,
		memory: (value: number) => `${number.format(value)} MiB`
	},
	chart: (name: string, seconds: number, low: string, high: string) =>
		`${name}の直近${seconds}秒。最小${low}、最大${high}。`,
	ago: (seconds: number) => `${seconds}秒前`,
	now: '現在',
	kinds: 'トランスポートごとの接続数',
	names: {
		'socket-io': 'Socket.IO',
		websocket: 'WebSocket',
		sse: 'SSE',
		'long-polling': 'ロングポーリング',
		'query-live': 'query.live',
		other: '未参加'
	} as Record<string, string>,
	load: '負荷をかける',
	more: (count: number) => `接続を${count}本追加`,
	send: '全接続から1通ずつ送信',
	stop: '追加した接続を切断する',
	mine: (open: number, answered: number) => `追加した接続${open}本、応答${answered}通`
};
