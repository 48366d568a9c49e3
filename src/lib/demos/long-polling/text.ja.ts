import { text as shared } from '../text.ja.ts';

/** The texts of the demonstration of long polling. */
export const text = {
	...shared,
	one: '1通送信',
	burst: (count: number) => `${count}通を続けて送信`,
	line: (n: number) => `${n}通目`,
	waiting: 'レスポンスを待っています',
	waited: (seconds: number) => `${seconds}秒経過`,
	unsent: (count: number) => `送信待ち${count}通`,
	rest: 'レスポンスは、メッセージが届いたとき、または25秒経過したときに返ります。',
	answers: 'レスポンス（新しい順）',
	time: '受信時刻',
	took: '待ち時間',
	brought: 'メッセージ',
	size: 'サイズ',
	seconds: (ms: number) => `${(ms / 1000).toFixed(1)}秒`,
	count: (messages: number) => `${messages}件`,
	bytes: (count: number) => (count === 0 ? '不明' : `${count}バイト`),
	cut: 'レスポンスの前に切断',
	none: 'レスポンスはまだ届いていません。',
	requests: 'リクエスト',
	messages: 'メッセージ',
	lost: '欠落'
};
