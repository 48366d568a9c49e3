import type { TransportName } from '$lib/protocol/transport.ts';

/** What the demonstration of one room over five transports says. */
export const text = {
	names: {
		sse: 'SSE',
		'long-polling': 'ロングポーリング',
		websocket: 'WebSocket',
		'socket-io': 'Socket.IO',
		'query-live': 'query.live'
	} satisfies Record<TransportName, string>,
	caption: '同じ部屋を、5つの方式で同時に読んでいます。',
	transport: '方式',
	state: '状態',
	received: '件数',
	last: '番号',
	delay: '届くまで',
	ms: (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`,
	none: 'まだ',
	skipped: (count: number) => `（途中の${count}件は省略）`,
	waiting: (seconds: number) => `あと${seconds}秒`,
	vias: { http: 'POST', websocket: 'WebSocket', 'socket-io': 'Socket.IO' },
	one: (via: string) => `${via}で1通`,
	burst: (count: number) => `POSTで${count}通`,
	line: (n: number) => `${n}通目`,
	stop: '全部止める',
	start: '全部つなぐ',
	full: '送信待ちがいっぱいです。',
	stopped: (count: number) => `${count}通が送信待ちです。つなぐと送られます。`,
	held: (count: number) => `サーバーが待つよう求めています。残りの${count}通は、あとで送ります。`,
	idle: '送ると、5つの行に届きます。',
	same: (seq: number) => `5つとも、番号${seq}まで届きました。`,
	behind: (names: string[]) => `まだ届いていない方式：${names.join('、')}`
};
