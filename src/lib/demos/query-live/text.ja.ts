import type { ErrorCode } from '$lib/protocol/errors.ts';
import { text as shared } from '../text.ja.ts';

/** The texts of the demonstration of query.live. */
export const text = {
	...shared,
	one: '1通送信',
	burst: (count: number) => `${count}通を続けて送信`,
	values: '届いた値',
	messages: 'メッセージ',
	skipped: '省略',
	refused: (count: number, code: ErrorCode) =>
		`${count}通を送信できませんでした。${shared.explain(code)}`,
	idle: '送信すると最新の値が届きます。途中の値は省略されることがあります。',
	unheard: '送信しました。切断しているため、値は届きません。',
	retrying: 'エラーの応答を受け取ったため、時間を空けて再接続します。',
	failed: (message: string) =>
		`SvelteKitが接続を終了しました（${message}）。「${shared.connect}」を押してください。`,
	unknown: 'サーバーから応答がなく、送信できたかどうか分かりません。通信状態を確認してください。',
	news: (fresh: number, skipped: number) =>
		skipped > 0
			? `${fresh}件を受信しました。途中の${skipped}件は省略されました。`
			: `${fresh}件を受信しました。`,
	current: '現在の値（新しい順）',
	seq: '番号',
	text: '本文',
	via: '送信方式',
	empty: 'このルームには、まだメッセージがありません。',
	connecting: '値はまだ届いていません。',
	stopped: '切断しているため、値はありません。',
	line: (n: number) => `${n}通目`
};
