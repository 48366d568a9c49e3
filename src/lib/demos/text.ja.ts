import { closeCodes, isCloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/errors.ts';

const number = (count: number) => count.toLocaleString('ja-JP');

/** Each error code of the server as cause and next step. `unconfirmed`: the outbox has had no response in time. */
const errors: Record<ErrorCode | 'unconfirmed', string> = {
	bad_request: 'リクエストの形式が正しくありません。ページを再読み込みしてください。',
	bad_room: 'ルームの名前が正しくありません。リンクを確認してください。',
	bad_cursor: '再開する位置が正しくありません。ページを再読み込みしてください。',
	bad_message: 'メッセージが空か、長すぎます。内容を確認してください。',
	too_large: 'データが大きすぎます。短くしてください。',
	not_in_room: 'ルームに入っていません。入室してから送信してください。',
	unauthorised: '認証されていません。ページを再読み込みしてください。',
	token_expired: 'セッションの有効期限が切れました。ページを再読み込みしてください。',
	forbidden_origin: 'このオリジンからの接続は許可されていません。URLを確認してください。',
	not_found: '接続先が見つかりません。ページを再読み込みしてください。',
	room_closed: 'この名前のルームには入れません。リンクを確認してください。',
	method_not_allowed: 'サーバーが対応していないリクエストです。ページを再読み込みしてください。',
	unsupported_media_type: 'サーバーが対応していない形式です。ページを再読み込みしてください。',
	client_id_conflict: '同じIDで別の内容が送信済みです。入力し直してください。',
	rate_limited: 'リクエスト回数の上限を超えました。数秒待ってから、もう一度試してください。',
	full: 'サーバーが混雑しています。しばらく待ってから、もう一度試してください。',
	draining: 'サーバーが再起動しています。少し待ってから、もう一度試してください。',
	slow_reader: '受信が間に合わず、切断されました。もう一度接続してください。',
	broker_unavailable: 'サーバーが保存できません。少し待ってから、もう一度試してください。',
	internal: 'サーバーでエラーが発生しました。少し待ってから、もう一度試してください。',
	unconfirmed: '応答がなく、届いたかどうか分かりません。再送信すると、重複する場合があります。'
};

const explanations = new Map<string, string>(Object.entries(errors));

/** Cause and next step, with the error code or close code at the end. */
function explain(code: number | string): string {
	const closing = typeof code === 'number' && isCloseCode(code) ? closeCodes[code] : undefined;
	const key = closing && 'reason' in closing ? closing.reason : String(code);
	const unknown = 'サーバーに拒否されました。ページを再読み込みしてください。';
	return `${explanations.get(key) ?? unknown}（${code}）`;
}

/** Texts that all demonstrations share. */
export const text = {
	locale: 'ja-JP',
	/** The time zone of times that are rendered at build time. */
	timeZone: 'Asia/Tokyo',
	states: {
		connecting: '接続しています',
		open: '接続済み',
		waiting: '再接続待ち',
		closed: '切断'
	},
	connect: '接続する',
	disconnect: '切断する',
	interrupt: '通信を一時切断',
	dropFailed: '切断できませんでした。通信状態を確認して、もう一度押してください。',
	reconnect: '今すぐ再接続',
	send: '送信',
	pending: '送信待ち',
	held: (code: string) =>
		code === 'rate_limited'
			? '送信回数の上限に達しました。少し待って、自動で再送信します。'
			: 'サーバーが受け付けるまで待って、自動で再送信します。',
	failed: (code: string) => `送信できませんでした。${explain(code)}`,
	retry: '再送信',
	discard: 'キャンセル',
	full: '送信待ちの数が上限に達しました。再接続してから送信してください。',
	directions: { sent: '送信', received: '受信' },
	retryIn: (seconds: number) => `あと${seconds}秒`,
	explain,
	list: (items: readonly string[]) => items.join('、'),
	limit: (max: number) => `${number(max)}文字を超えているため、送信できません。`,
	excess: (count: number) => `あと${number(count)}文字、短くしてください。`,
	shorten: (count: number, max: number) =>
		`${number(max)}文字までです。あと${number(count)}文字、短くしてください。`
};
