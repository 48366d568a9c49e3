/** What the demonstration of long polling says. */
export const text = {
	one: '1通書く',
	burst: (count: number) => `${count}通を一度に書く`,
	cut: '接続を切る',
	stop: '止める',
	start: '始める',
	line: (n: number) => `${n}通目`,
	waiting: '返事を待っています',
	waited: (seconds: number) => `${seconds}秒`,
	rest: '返事は、メッセージが来たとき、または25秒たったときに届きます。',
	answers: '届いた返事（新しい順）',
	time: '時刻',
	took: '待った時間',
	brought: 'メッセージ',
	size: '大きさ',
	seconds: (ms: number) => `${(ms / 1000).toFixed(1)}秒`,
	count: (messages: number) => `${messages}件`,
	bytes: (count: number) => (count === 0 ? '不明' : `${count}バイト`),
	none: 'まだ返事はありません。',
	requests: 'リクエスト',
	messages: 'メッセージ',
	lost: '欠落'
};
