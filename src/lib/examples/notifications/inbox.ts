import type { Notice, ServerEvent } from './protocol.ts';

/** 画面に表示する件数。古いものから削除する */
const limit = 200;
/** 既読の通知の id は、通知より多めに保持する。既読が先に届くこともあるため */
const readLimit = 1000;

export interface Inbox {
	/** 新しい順 */
	notices: readonly Notice[];
	read: ReadonlySet<string>;
}

export const empty: Inbox = { notices: [], read: new Set() };

// #region take
/**
 * 受信したイベントを追加する。同じものが2度届いても、順番が前後しても、同じ結果になる。
 * ただし at が同じ通知は、後に届いたものを上に表示する
 */
export function take(inbox: Inbox, event: ServerEvent): Inbox {
	if (event.type === 'read') {
		return { ...inbox, read: new Set([...inbox.read, ...event.ids].slice(-readLimit)) };
	}
	if (event.type !== 'notified') return inbox;
	if (inbox.notices.some(({ id }) => id === event.id)) return inbox;
	const notices = [event, ...inbox.notices].sort((one, other) => other.at - one.at);
	return { ...inbox, notices: notices.slice(0, limit) };
}

/** 未読の数は加算しない。受信した通知と既読から、毎回計算する */
export function unreadOf({ notices, read }: Inbox): readonly Notice[] {
	return notices.filter(({ id }) => !read.has(id));
}
// #endregion take
