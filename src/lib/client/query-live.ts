import type { Message } from '$lib/protocol/message.ts';
import type { Backoff } from './backoff.ts';

/** What a value has brought. */
export interface News {
	/** Messages that no value before held, oldest first. */
	fresh: readonly Message[];
	/** How many messages lie between the last value and this one and were in neither. */
	skipped: number;
}

/**
 * Follows the values of a live query of a room's newest messages. SvelteKit connects and reconnects after
 * most failures (`scheduleReconnect` handles the rest), so there is no lifecycle here. A live query has no
 * gap event and does not resume: after a break its next value is the newest one, and the reader has to
 * compute what was skipped.
 */
// #region newest
export function createNewest() {
	let last: Message | undefined;

	/** 値を1つ受け取り、増えたメッセージと、どの値にも入らなかった数を返す */
	return function take(newest: readonly Message[]): News {
		const before = last;
		const epoch = (id: string) => id.slice(0, id.lastIndexOf('.'));
		const isSame = before !== undefined && newest.some(({ id }) => epoch(id) === epoch(before.id));
		const fresh = isSame ? newest.filter(({ seq }) => seq > before.seq) : newest;
		const first = fresh[0];
		last = newest.at(-1) ?? last;
		// 番号に抜けはないので、前の値の最後と、今の値の最初の差が、飛ばした数になる
		const skipped = isSame && first ? first.seq - before.seq - 1 : 0;
		return { fresh, skipped };
	};
}
// #endregion newest

/** The part of SvelteKit's live query that `scheduleReconnect` reads. */
export interface LiveQuery {
	readonly connected: boolean;
	/** SvelteKit 2: an `HttpError`, or the error of `fetch`. SvelteKit 3: an `App.Error`. */
	readonly error: unknown;
	reconnect(): Promise<void>;
}

/** A reconnection that is due. */
export interface ScheduledReconnect {
	/** ms since the epoch, on this machine's clock. */
	readonly retryAt: number;
	cancel(): void;
}

/** The HTTP status of an error of a live query; undefined where no response arrived. */
function statusOf(error: unknown): number | undefined {
	if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
	return typeof error.status === 'number' ? error.status : undefined;
}

// #region reconnect
/** 待てば直る見込みがあるか。応答がない、サーバーかプロキシの5xx、レート制限が当てはまる */
export function isTransient(error: unknown): boolean {
	const status = statusOf(error);
	return status === undefined || status === 408 || status === 429 || status >= 500;
}

/** エラーで終わったクエリを、待ってからつなぎ直す。$effectの中で呼び、片付けでcancel()を呼ぶ */
export function scheduleReconnect(live: LiveQuery, backoff: Backoff): ScheduledReconnect | null {
	if (live.connected) {
		backoff.opened(Date.now());
		return null;
	}
	if (live.error === undefined || !isTransient(live.error)) return null;
	const delayMs = backoff.next(Date.now());
	// 失敗はlive.errorに新しい値として入り、$effectがもう一度動く
	const timer = setTimeout(() => void live.reconnect().catch(() => undefined), delayMs);
	return { retryAt: Date.now() + delayMs, cancel: () => clearTimeout(timer) };
}
// #endregion reconnect

/** A sentence about an error of a live query: SvelteKit's `HttpError` keeps it in `body`. */
export function messageOf(error: unknown): string {
	const body: unknown =
		typeof error === 'object' && error !== null && 'body' in error ? error.body : error;
	if (typeof body !== 'object' || body === null || !('message' in body)) return String(body);
	return String(body.message);
}
