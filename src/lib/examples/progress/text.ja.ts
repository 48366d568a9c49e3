import { maxUpTo, type Snapshot } from './protocol.ts';

const number = new Intl.NumberFormat('ja-JP');

/** このサンプルの画面の文言 */
export const text = {
	panes: ['1人目', '2人目'],
	thisDevice: 'この端末',
	number: (value: number) => number.format(value),
	upTo: 'ここまでの素数を数える',
	upToHint: `1から${number.format(maxUpTo)}までの整数。100億なら、数十秒かかります。`,
	badUpTo: `1から${number.format(maxUpTo)}までの整数を入れてください。`,
	failHalfway: '半分のところで、わざとワーカーを落とす',
	begin: '数え始める',
	beginAnother: '別の仕事を始める',
	cancel: '取り消す',
	progress: (title: string) => `${title}が見ている仕事の進み具合`,
	none: '仕事はまだありません。',
	states: {
		queued: (ahead: number) => `順番を待っています（前に${ahead}件）`,
		running: () => '数えています',
		done: () => '数え終わりました',
		failed: () => 'ワーカーが落ちたので、ここで終わりました',
		overdue: () => '制限時間を過ぎたので、止めました',
		cancelled: () => '取り消しました',
		interrupted: () => 'サーバーが再起動したので、途中で終わりました'
	} satisfies Record<Snapshot['state'], (ahead: number) => string>,
	done: '調べた数',
	left: '残り',
	primes: '見つけた素数',
	problems: {
		unknown: '返事がありません。もう一度押しても、同じ仕事が2つ走ることはありません。',
		rate_limited: '終わっていない仕事が多すぎます。1つ終わるまで待ってください。',
		client_id_conflict: 'この仕事は、もう別の内容で頼まれています。',
		full: '待っている仕事が多すぎます。少し待ってから、もう一度押してください。',
		draining: 'サーバーが再起動しています。少し待ってから、もう一度押してください。'
	} as Partial<Record<string, string>>,
	refused: (code: string) => `サーバーに断られました（${code}）。`,
	cut: '接続を切る',
	offline: 'オフラインにする',
	again: '接続する'
};
