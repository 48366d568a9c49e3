import type { TracedKind } from '$lib/protocol/trace.ts';

const number = (count: number) => count.toLocaleString('ja-JP');

/** What the server did, by the name of the step in a trace. */
const steps: Readonly<Record<string, string>> = {
	'origin-checked': 'Originを検証',
	'limits-checked': '接続数の上限を確認',
	'credentials-checked': 'セッションを確認',
	'room-checked': 'ルーム名を確認',
	'handshake-answered': 'ハンドシェイクに応答',
	joined: 'ルームに入室',
	replayed: '履歴を再送',
	validated: 'メッセージを検証',
	'rate-checked': 'レート制限を確認',
	rejected: '拒否',
	'broker-published': 'ブローカーに送信',
	sequenced: '番号を割り当て',
	'broker-delivered': 'ブローカーから受信',
	'fanned-out': 'ルームの全員に配信',
	acknowledged: '確認応答を送信',
	'ping-sent': 'pingを送信',
	'pong-received': 'pongを受信',
	'closing-sent': '切断を通知',
	left: 'ルームから退室'
};

const kinds: Record<TracedKind, string> = {
	sse: 'SSE',
	'long-polling': 'ロングポーリング',
	publish: 'メッセージの送信（POST）',
	websocket: 'WebSocket',
	'socket-io': 'Socket.IO',
	'query-live': 'query.live',
	http: 'HTTP'
};

/** The texts of the wire inspector. */
export const text = {
	kinds,
	step: (name: string) => steps[name] ?? name,
	timeline: '通信の記録',
	empty: 'まだ何も通信していません。',
	filtered: '条件に合う記録がありません。',
	directions: { in: '送信', out: '受信' },
	arrows: { in: '→', out: '←' },
	server: 'サーバー',
	filters: '絞り込み',
	direction: '方向',
	connection: '接続・リクエスト',
	protocol: 'プロトコル',
	all: 'すべて',
	showSteps: 'サーバーの処理を表示',
	connectionName: (n: number, kind: TracedKind) => `${n}：${kinds[kind]}`,
	opened: (n: number, kind: TracedKind) => `リクエスト${n}を記録：${kinds[kind]}`,
	closed: (n: number) => `リクエスト${n}の記録を終了`,
	ms: (t: number) => `${t.toFixed(1)} ms`,
	bytes: (count: number) => `${number(count)}バイト`,
	/** `from` and `to` are offsets in what was sent on a connection in one direction. */
	range: (from: number, to: number) =>
		to - from === 1 ? `オフセット${from}` : `オフセット${from}〜${to - 1}`,
	layers: '層とフィールド',
	byteGrid: 'バイト列。左右の矢印キーで1バイト、上下の矢印キーで1行移動',
	unmask: 'マスクを外して表示',
	masked: '右の文字は、マスクを外したものです。',
	rebuilt:
		'分割されて届いたヘッダー部を、サーバーが解析した内容から組み立て直したものです。空白は、届いたバイト列と異なることがあります。',
	more: (count: number) => `続きを表示（残り${number(count)}バイト）`,
	standard: '仕様を読む',
	value: '値',
	bits: (first: number, count: number) =>
		count === 1 ? `上位から${first + 1}ビット目` : `上位から${first + 1}〜${first + count}ビット目`,
	states: { incomplete: '続きはまだ届いていません', malformed: '書式が正しくありません' },
	part: '別の層（チャンクやフレーム）の境界で分割されています。表示しているのは、その一部です。',
	binary: (bits: string) => `2進数：${bits}`,
	payload: 'テキスト',
	overhead: (payload: number, all: number) =>
		`メッセージのテキスト${number(payload)}バイトを、${number(all)}バイトで送っています。`,
	noPayload: (all: number) => `メッセージのテキストを含まない${number(all)}バイトです。`,
	totals: (count: number, bytesIn: number, bytesOut: number) =>
		`${number(count)}件、送信${number(bytesIn)}バイト、受信${number(bytesOut)}バイト`,
	missing: (count: number) => `記録の上限を超えた${number(count)}バイトは、記録していません。`,
	copy: 'テキストとしてコピー',
	copied: 'コピーしました',
	copyFailed: 'コピーできませんでした',
	exportJson: 'JSONで保存',
	exportPcapng: 'pcapngで保存（Wireshark用）',
	exports: '記録の保存',
	bytesOnly:
		'pcapngには、送受信したバイト列だけを保存します。サーバーとブラウザーの処理は含みません。',
	starting: '記録を開始しています。',
	recording: '記録中',
	ended: '記録を終了',
	endReasons: {
		time: '記録できる時間の上限に達しました。',
		bytes: '記録できるバイト数の上限に達しました。',
		records: '記録できる件数の上限に達しました。',
		slow: '受信が間に合わないため、終了しました。',
		lost: '記録を受信する接続が切断されました。',
		closed: '記録を終了しました。'
	},
	recordAgain: 'もう一度記録する',
	pause: '更新を停止',
	resume: '更新を再開',
	paused: (count: number) => `停止中（新しい記録${number(count)}件）`
};
