import { text as shared } from '../../demos/text.ja.ts';
import type { Kind } from './signals.ts';

/** The texts of a diagram whose arrows light up with the events of the reader's own connection. */
export const text = {
	...shared,
	explain:
		'自分のブラウザーとこのサイトの間に専用の接続を開き、サーバーが記録したバイト列をもとに、実際の通信に対応する矢印を点灯します。',
	starting: '記録を開始しています。',
	unavailable: '記録を開始できませんでした。しばらく待ってから、もう一度押してください。',
	ended: '記録が終了しました。もう一度動かすには「接続する」を押してください。',
	hello: 'こんにちは',
	cut: '通信を一時切断',
	leave: '退室',
	sendFromOther: 'ほかのクライアントから1通送信',
	table: '矢印ごとの回数と、最後に点灯した時刻',
	clocks: (ms: number) =>
		`時刻は、サーバーが記録を始めてからの秒数です。ブラウザーでの時刻は、時計の差を往復時間から推定して合わせました（誤差は最大${ms.toFixed(1)}ミリ秒）。`,
	pending: 'まだ点灯していません',
	times: (count: number) => `${count}回`,
	seconds: (ms: number) => `${(ms / 1000).toFixed(3)}秒`,
	progress: (lit: number, all: number) => `${all}本の矢印のうち${lit}本が点灯しました。`,
	next: (label: string) => `次の矢印「${label}」：`,
	how: {
		sse: {
			heartbeat: '15秒に1度、サーバーが送ります。',
			left: '「通信を一時切断」を押すと点灯します。',
			'browser:error': '「通信を一時切断」を押すと点灯します。',
			'request:resume': '切断すると、1〜3秒後にブラウザーが再接続します。',
			'joined:resume': '再接続すると点灯します。',
			'event:resume': '再接続すると点灯します。',
			'browser:message:resume': '再接続すると点灯します。',
			'browser:close': '再接続の後に「切断する」を押すと点灯します。',
			closed: '再接続の後に「切断する」を押すと点灯します。',
			'left:closed': '再接続の後に「切断する」を押すと点灯します。'
		},
		websocket: {
			send: '「送信」を押すと点灯します。',
			'fanned-out': '「送信」を押すと点灯します。',
			message: '「送信」を押すと点灯します。',
			ack: '「送信」を押すと点灯します。',
			ping: '25秒に1度、サーバーが送ります。',
			pong: 'pingが届くと、ブラウザーが自動で返します。',
			'browser:close': '「切断する」を押すと点灯します。',
			close: '「切断する」を押すと点灯します。'
		},
		'socket-io': {
			send: '「送信」を押すと点灯します。',
			published: 'サーバーがRedisを使う構成のときに、「送信」を押すと点灯します。',
			'other:message': '「送信」を押すと点灯します。',
			ack: '「送信」を押すと点灯します。',
			relayed: 'サーバーが2台以上の構成での通信です。この接続からは観測できません。',
			'relayed:message': 'サーバーが2台以上の構成での通信です。この接続からは観測できません。',
			leave: '「退室」を押すと点灯します。',
			'other:user-left': '「退室」を押すと点灯します。'
		},
		'long-polling': {
			publish: '「ほかのクライアントから1通送信」を押すと点灯します。',
			response: '「ほかのクライアントから1通送信」を押すと点灯します。',
			'request:next': 'レスポンスが届くと、すぐに点灯します。',
			'response:empty': '25秒間メッセージがないと点灯します。',
			'request:again': '空のレスポンスが届くと、すぐに点灯します。'
		},
		'query-live': {
			'browser:destroy': '「切断する」を押すと点灯します。',
			left: '「切断する」を押すと点灯します。'
		}
	} satisfies Record<Kind, Partial<Record<string, string>>> as Record<
		Kind,
		Partial<Record<string, string>>
	>
};
