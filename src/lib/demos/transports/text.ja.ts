import { text as shared } from '../text.ja.ts';
import { transportNames } from '../transport-names.ja.ts';

/** The texts of the demonstration of one room over five transports. */
export const text = {
	names: transportNames,
	caption: '同じルームを、5つの方式で同時に受信しています。',
	transport: '方式',
	state: '状態',
	received: '受信',
	last: '番号',
	delay: '遅延',
	ms: (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`,
	none: 'なし',
	skipped: (count: number) => `（途中の${count}件は省略）`,
	waiting: (seconds: number) => `あと${seconds}秒`,
	vias: { http: 'POST', websocket: 'WebSocket', 'socket-io': 'Socket.IO' },
	one: (via: string) => `${via}で1通送信`,
	burst: (count: number) => `POSTで${count}通を続けて送信`,
	line: (n: number) => `${n}通目`,
	stop: 'すべて切断する',
	start: 'すべて接続する',
	full: shared.full,
	crowded:
		'接続の空きを待っています。HTTP/1.1では、同時に開ける接続の数に、すべてのタブを合わせた上限があります。このデモを開いているほかのタブを閉じてください。',
	stopped: (count: number) => `${count}通が送信待ちです。接続すると送信されます。`,
	held: (count: number, code: string) =>
		code === 'rate_limited'
			? `送信の上限に達しました。残りの${count}通は、待ってから送信します。`
			: `サーバーが受け付けていません。残りの${count}通は、待ってから送信します。`,
	idle: '送信すると、5つの方式で受信します。',
	same: (seq: number) => `5つの方式すべてで、番号${seq}まで受信しました。`,
	behind: (names: readonly string[]) => `受信していない方式：${shared.list(names)}`
};
