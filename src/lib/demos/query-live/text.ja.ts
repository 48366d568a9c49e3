import type { ErrorCode } from '$lib/protocol/errors.ts';

/** What the demonstration of query.live says. */
export const text = {
	states: { connecting: '接続中', open: '接続済み', waiting: '待機中', closed: '停止' },
	stop: '購読をやめる',
	start: '購読する',
	one: '1通書く',
	burst: (count: number) => `${count}通を一度に書く`,
	values: '届いた値',
	messages: 'メッセージ',
	skipped: '飛ばした数',
	refused: (count: number, code: ErrorCode) =>
		code === 'rate_limited'
			? `${count}通は、上限を超えたので断られました。少し待ってください。`
			: `${count}通は書けませんでした（${code}）。`,
	unheard: '書きました。購読していないので、値は届きません。',
	retrying: 'エラーの応答で止まったため、待ってからつなぎ直します。',
	failed: (message: string) => `SvelteKitが止めました（${message}）`,
	unknown: 'サーバーから返事がないため、書けたかどうか分かりません。',
	news: (fresh: number, skipped: number) =>
		skipped > 0
			? `${fresh}件が増えました。間の${skipped}件は、値として届きませんでした。`
			: `${fresh}件が増えました。`,
	current: '今の値（新しい順）',
	seq: '番号',
	text: '本文',
	via: '送信方式',
	empty: 'この部屋には、まだ何もありません。',
	connecting: 'まだ値が届いていません。',
	stopped: '購読していないので、値はありません。',
	line: (n: number) => `${n}通目`
};
