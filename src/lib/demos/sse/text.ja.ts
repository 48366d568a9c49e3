import { text as shared } from '../text.ja.ts';

/** The texts of the SSE demonstration. */
export const text = {
	...shared,
	drop: 'サーバーから切断',
	idle: '毎秒1件のイベントを受信しています。「サーバーから切断」を押してみてください。',
	stopped: '切断しました。「接続する」を押すと、その時点のイベントから受信します。',
	interrupted: '接続が切れました。自動で再接続します。',
	dropping: 'サーバーがこの接続だけを終了しました。自動で再接続します。',
	resumed: (id: number, count: number) =>
		`自動で再接続し、番号${id}の続きから${count}件を受信しました。`,
	restarted: '再接続しました。サーバーが再起動したため、番号は最初からになりました。',
	received: '受信',
	missing: '欠落',
	reconnects: '再接続',
	rejected: '破棄',
	events: '最新10件のイベント',
	id: '番号',
	time: '時刻（サーバー）',
	value: '値',
	replayed: '再送',
	skipped: (from: number, to: number) =>
		from === to ? `番号${from}は受信していません` : `番号${from}〜${to}は受信していません`,
	empty: 'イベントはまだ届いていません。',
	chart: (values: readonly string[]) => `最新10件の値の推移：${shared.list(values)}`
};
