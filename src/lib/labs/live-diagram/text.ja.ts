import { text as shared } from '../../demos/text.ja.ts';
import type { Kind } from './signals.ts';

/** The texts of a diagram whose arrows light up with the events of the reader's own connection. */
export const text = {
	...shared,
	explain:
		'あなたのブラウザーとこのサイトの間に専用の接続を開き、サーバーが記録したバイト列から、起きた矢印を点灯します。',
	starting: '記録を開始しています。',
	unavailable: '記録を開始できませんでした。しばらく待ってから、もう一度押してください。',
	ended: '記録が終了しました。もう一度動かすには「接続する」を押してください。',
	hello: 'こんにちは',
	cut: '通信を一時切断',
	leave: '退室',
	sendFromOther: 'ほかのクライアントから1通送信',
	table: '矢印ごとの回数',
	arrow: '矢印',
	count: '回数',
	last: '最後に起きた時刻',
	clocks: (ms: number) =>
		`時刻は、サーバーが記録を始めてからの秒数です。ブラウザーでの時刻は、時計の差を往復時間から推定して合わせました（誤差は最大${ms.toFixed(1)}ミリ秒）。`,
	pending: 'まだ起きていません',
	times: (count: number) => `${count}回`,
	seconds: (ms: number) => `${(ms / 1000).toFixed(3)}秒`,
	progress: (lit: number, all: number) => `${all}本の矢印のうち${lit}本が点灯しました。`,
	next: (label: string) => `次の矢印「${label}」：`,
	how: {
		sse: {
			heartbeat: '15秒に1度、サーバーが送ります。',
			left: '「通信を一時切断」を押すと起きます。',
			'browser:error': '「通信を一時切断」を押すと起きます。',
			'request:resume': '切断すると、1〜3秒後にブラウザーが再接続します。',
			'joined:resume': '再接続すると起きます。',
			'event:resume': '再接続すると起きます。',
			'browser:message:resume': '再接続すると起きます。',
			'browser:close': '再接続の後に「切断する」を押すと起きます。',
			closed: '再接続の後に「切断する」を押すと起きます。',
			'left:closed': '再接続の後に「切断する」を押すと起きます。'
		},
		websocket: {
			send: '「送信」を押すと起きます。',
			'fanned-out': '「送信」を押すと起きます。',
			message: '「送信」を押すと起きます。',
			ack: '「送信」を押すと起きます。',
			ping: '25秒に1度、サーバーが送ります。',
			pong: 'pingが届くと、ブラウザーが自動で返します。',
			'browser:close': '「切断する」を押すと起きます。',
			close: '「切断する」を押すと起きます。'
		},
		'socket-io': {
			send: '「送信」を押すと起きます。',
			published: 'サーバーがRedisを使う構成のときに、「送信」を押すと起きます。',
			'other:message': '「送信」を押すと起きます。',
			ack: '「送信」を押すと起きます。',
			relayed: 'サーバーが2台以上の構成で起きます。この接続からは観測できません。',
			'relayed:message': 'サーバーが2台以上の構成で起きます。この接続からは観測できません。',
			leave: '「退室」を押すと起きます。',
			'other:user-left': '「退室」を押すと起きます。'
		},
		'long-polling': {
			publish: '「ほかのクライアントから1通送信」を押すと起きます。',
			response: '「ほかのクライアントから1通送信」を押すと起きます。',
			'request:next': 'レスポンスが届くと、すぐに起きます。',
			'response:empty': '25秒間メッセージがないと起きます。',
			'request:again': '空のレスポンスが届くと、すぐに起きます。'
		},
		'query-live': {
			'browser:destroy': '「切断する」を押すと起きます。',
			left: '「切断する」を押すと起きます。'
		}
	} satisfies Record<Kind, Partial<Record<string, string>>> as Record<
		Kind,
		Partial<Record<string, string>>
	>
};
