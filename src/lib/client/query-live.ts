import type { Message } from '$lib/protocol/message.ts';
import type { Backoff } from './backoff.ts';

/** 値を1つ受け取って分かったこと */
export interface Update {
	/** これまでの値になかったメッセージ。古い順 */
	fresh: readonly Message[];
	/** 前の値とこの値の間にあり、どちらにも入らなかった数 */
	skipped: number;
}

/**
 * 部屋の新しいメッセージを読むクエリの、値を追う。たいていの失敗では SvelteKit がつなぎ直すので
 * (残りは scheduleReconnect)、ここに lifecycle はない。gap の知らせも続きからの再開もなく、切れたあとの
 * 値は最新のものになる。飛ばした数は、読む側で求める
 */
// #region newest
export function createNewest() {
	let last: Message | undefined;

	/** 値を1つ受け取り、増えたメッセージと、どの値にも入らなかった数を返す */
	return function take(newest: readonly Message[]): Update {
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

/** scheduleReconnect が使う、SvelteKit のクエリの一部 */
export interface LiveQuery {
	readonly connected: boolean;
	/** SvelteKit 2 では HttpError か fetch のエラー。3 では App.Error */
	readonly error: unknown;
	reconnect(): Promise<void>;
}

/** 予約した再接続 */
export interface ScheduledReconnect {
	/** 1970年からのミリ秒。この機械の時計 */
	readonly retryAt: number;
	cancel(): void;
}

/** エラーの HTTP ステータス。応答が届かなければ undefined */
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

/** エラーの文。SvelteKit の HttpError では body にある */
export function messageOf(error: unknown): string {
	const body: unknown =
		typeof error === 'object' && error !== null && 'body' in error ? error.body : error;
	if (typeof body !== 'object' || body === null || !('message' in body)) return String(body);
	return String(body.message);
}
