import { isolate } from '../isolate.ts';
import { text as shared } from '../text.ja.ts';

/** The texts of the demonstration of authentication. */
export const text = {
	name: '見学者',
	steps: '認証の手順',
	signIn: (seconds: number) => `${seconds}秒のセッションを開始`,
	authenticate: 'チケットで認証',
	signOut: 'サインアウト',
	connect: shared.connect,
	rejections: '拒否される例',
	usedTicket: '使用済みのチケット',
	forgedTicket: '偽のチケット',
	noCredentials: '認証情報なし',
	forgedToken: '偽のトークン',
	session: 'セッション',
	noSession: 'なし',
	remaining: (user: string, seconds: number) => `${isolate(user)}（あと${seconds}秒）`,
	user: '接続のユーザー',
	noUser: '未接続',
	log: 'HTTPとWebSocketの通信',
	empty: 'ボタンを押すと、リクエストとフレームをそのまま表示します。',
	idle: '接続はゲストとして開かれています。',
	signedIn: 'セッションを開始しました。開いている接続のユーザーは、まだ変わっていません。',
	welcomed: (user: string) => `接続のユーザーは、${isolate(user)}です。`,
	signedOut: 'セッションを終了しました。',
	rejected: (status: number, code: string) =>
		`サーバーがリクエストを拒否しました（${status} ${code}）。`,
	closed: (code: number, reason: string) => `サーバーが接続を閉じました（${code} ${reason}）。`,
	expired: (code: number, reason: string) =>
		`セッションの期限が切れたため、サーバーが接続を閉じました（${code} ${reason}）。`,
	failed: '応答がありません。接続を確認してください。'
};
