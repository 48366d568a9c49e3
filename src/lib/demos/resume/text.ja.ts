import { text as shared } from '../text.ja.ts';

/** The texts of the demonstration of resuming a stream. */
export const text = {
	...shared,
	resumes: '再接続時にLast-Event-IDを送る',
	received: '受信',
	replayed: '再送',
	lost: '欠落',
	server: 'サーバーが送信',
	browser: 'ブラウザーが受信',
	cutOff: '切断中',
	diagram: ({ received, replayed, lost }: { received: number; replayed: number; lost: number }) =>
		`サーバーが送信した時刻と、ブラウザーが受信した時刻の図。受信${received}件、うち再送${replayed}件、欠落${lost}件。`,
	request: '最新のリクエスト',
	wire: '送受信したデータ（古い順）',
	empty: 'まだ通信していません。',
	status: (status: number) => `HTTP ${status}`,
	ended: 'サーバーとの接続が切れました。',
	closed: 'ブラウザーから切断しました。',
	recording: '記録',
	recorded: (at: number) => {
		const day = new Date(at).toLocaleDateString(shared.locale, {
			dateStyle: 'long',
			timeZone: shared.timeZone
		});
		return `${day}に記録した、ブラウザーとサーバーの通信です。サーバーの応答が届くと、あなたの通信の図に置き換わります。`;
	},
	idle: 'このサイトのサーバーが毎秒送るイベントを受信しています。「通信を一時切断」を押してみてください。',
	cutting: (seconds: number) =>
		`切断しました。${seconds}秒後に再接続します。その間も、サーバーはイベントを送り続けています。`,
	waiting: '接続が切れました。自動で再接続します。',
	stopped: '切断しました。「接続する」を押すと、続きから受信します。',
	complete: (after: number, replayed: number) =>
		`番号${after}の続きから再接続し、切断中の${replayed}件を再送で受信しました。欠落はありません。`,
	incomplete: (lost: number) =>
		`切断中の${lost}件は届きませんでした。Last-Event-IDがないと、サーバーは続きの位置が分かりません。`
};
