const number = new Intl.NumberFormat('ja-JP', { maximumFractionDigits: 1 });

/** このサンプルの画面の文言 */
export const text = {
	live: '毎秒更新中',
	pause: '止める',
	resume: '再開する',
	paused: (time: string) => `${time}の値で止めています`,
	stale: '接続が切れています。最後に届いた値です。',
	waiting: '最初の値を待っています。',
	figures: {
		connections: '開いている接続',
		received: '受信',
		written: '配信',
		refused: '断った回数',
		lagMs: 'イベントループの遅れ',
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
	now: 'いま',
	kinds: '方式ごとの接続',
	names: {
		'socket-io': 'Socket.IO',
		websocket: 'WebSocket',
		sse: 'SSE',
		'long-polling': 'ロングポーリング',
		'query-live': 'query.live',
		other: '部屋の外'
	} as Record<string, string>,
	load: '自分で負荷をかける',
	more: (count: number) => `接続を${count}本増やす`,
	send: '全部の接続から1通ずつ送る',
	stop: '自分の接続を閉じる',
	mine: (open: number, answered: number) => `あなたの接続${open}本、返事${answered}通`
};
