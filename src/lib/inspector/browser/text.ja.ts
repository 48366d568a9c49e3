import type { BrowserAction, BrowserApi, BrowserStep } from './steps.ts';

type Texts = Partial<Record<BrowserAction, string>>;

const handlers: Texts = { open: 'onopen', error: 'onerror', close: 'close()', closed: 'onclose' };

/** Names of the steps in the browser. A page calls or listens for most of them by this name. */
const actions: Record<BrowserApi, Texts> = {
	EventSource: { ...handlers, new: 'new EventSource' },
	WebSocket: { ...handlers, new: 'new WebSocket', send: 'send()' },
	fetch: {
		new: 'fetch',
		open: 'fetchのレスポンスのヘッダー部を受信',
		error: 'fetchが失敗',
		close: 'fetchを中断'
	},
	'socket.io': {
		new: 'io()',
		open: 'connectイベント',
		send: 'emit',
		error: 'connect_errorイベント',
		close: 'disconnect()',
		closed: 'disconnectイベント'
	},
	'query.live': {
		new: 'query.liveの受信を開始',
		open: 'query.liveに接続',
		message: '値を受信',
		error: 'query.liveのエラー',
		close: 'query.liveの受信を終了'
	},
	outbox: {
		queued: '送信箱に追加',
		sent: '送信箱から送信',
		'sent-again': '送信箱から再送',
		acknowledged: '確認応答を受信し、送信箱から削除',
		refused: '送信したメッセージの拒否か、確認応答の期限切れ'
	}
};

const bytesOf = (count: number) => `${count.toLocaleString('ja-JP')}バイト`;

function nameOf({ api, action, name }: BrowserStep): string {
	if (action !== 'message' || api === 'query.live') return actions[api][action] ?? action;
	return name === 'message' && api !== 'socket.io' ? 'onmessage' : `${name}イベント`;
}

/** The texts of the steps in the browser. */
export const text = {
	browser: 'ブラウザー',
	show: 'ブラウザーの処理を表示',
	step(step: BrowserStep): string {
		const { action, name, bytes, target } = step;
		const ofMessage = action === 'message' ? '' : name;
		const size = bytes === null ? '' : bytesOf(bytes);
		const details = [ofMessage, target, size].filter((part) => part !== '').join(' ');
		return details === '' ? nameOf(step) : `${nameOf(step)}（${details}）`;
	},
	undecided: '前後は不確か',
	error: (ms: number) => `推定した時刻です。誤差は、最大で±${ms.toFixed(1)}ミリ秒です。`,
	explainUndecided: (ms: number) =>
		`サーバーの記録との間隔が時刻の誤差（±${ms.toFixed(1)}ミリ秒）より短いので、どちらが先かは分かりません。`,
	omitted: (count: number) =>
		`記録の上限を超えたブラウザーの処理${count.toLocaleString('ja-JP')}件は、記録していません。`,
	/** `ahead`: how much the browser's clock is ahead of the server's, ms. */
	clocks(ahead: number, uncertainty: number): string {
		const rounded = Math.abs(ahead).toFixed(1);
		const difference =
			rounded === '0.0'
				? 'サーバーの時計と同じです'
				: `サーバーの時計より${rounded}ミリ秒${ahead > 0 ? '進んで' : '遅れて'}います`;
		return `時刻は、サーバーの時計に合わせています。ブラウザーの時計は${difference}（推定。誤差は最大で±${uncertainty.toFixed(1)}ミリ秒）。`;
	}
};
