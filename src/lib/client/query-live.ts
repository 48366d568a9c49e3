import type { Message } from '$lib/protocol/message.ts';
import type { Backoff } from './backoff.ts';

/** 値を1つ受信した結果 */
export interface Update {
	/** 以前の値に含まれないメッセージ。古い順 */
	fresh: readonly Message[];
	/** 前の値とこの値の間にあり、どちらにも含まれないメッセージの数 */
	skipped: number;
}

/**
 * ルームの新しいメッセージを読むクエリの値を受け取る。ほとんどの失敗では SvelteKit が再接続するので
 * (残りは scheduleReconnect)、ここに lifecycle はない。gap イベントも再開もなく、再接続後の
 * 値は最新のものになる。欠落した数は、受信側で求める
 */
// #region newest
export function createNewest() {
	let last: Message | undefined;

	/** 値を1つ受け取り、増えたメッセージと、どの値にも含まれないメッセージの数を返す */
	return function take(newest: readonly Message[]): Update {
		const before = last;
		const epoch = (id: string) => id.slice(0, id.lastIndexOf('.'));
		const isSame = before !== undefined && newest.some(({ id }) => epoch(id) === epoch(before.id));
		const fresh = isSame ? newest.filter(({ seq }) => seq > before.seq) : newest;
		const first = fresh[0];
		last = newest.at(-1) ?? last;
		// 番号は連続するので、前の値の最後と、増えたメッセージの最初との間の番号が、欠落した分になる
		const skipped = isSame && first ? first.seq - before.seq - 1 : 0;
		return { fresh, skipped };
	};
}
// #endregion newest

/** scheduleReconnect が使う、SvelteKit のクエリの一部 */
export interface LiveQuery {
	readonly connected: boolean;
	/** ストリームが終わったか。失敗で終わったときも true になる */
	readonly done: boolean;
	/** SvelteKit 2 では HttpError か fetch のエラー。3 では App.Error */
	readonly error: unknown;
	reconnect(): Promise<void>;
}

/** 予約済みの再接続 */
export interface ScheduledReconnect {
	/** 1970年からのミリ秒。この端末の時計 */
	readonly retryAt: number;
	cancel(): void;
}

/** エラーの HTTP ステータス。レスポンスがなければ undefined */
function statusOf(error: unknown): number | undefined {
	if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
	return typeof error.status === 'number' ? error.status : undefined;
}

// #region reconnect
/** 待てば回復する見込みがあるか。応答なし、サーバーかプロキシの5xx、レート制限が当てはまる */
export function isTransient(error: unknown): boolean {
	const status = statusOf(error);
	return status === undefined || status === 408 || status === 429 || status >= 500;
}

/** 終了したクエリを、待機後に再接続する。$effectの中で呼び、クリーンアップでcancel()を呼ぶ */
export function scheduleReconnect(live: LiveQuery, backoff: Backoff): ScheduledReconnect | null {
	if (live.connected) {
		backoff.opened(Date.now());
		return null;
	}
	// ルームのストリームは終わらない。切断を、正常な終了として扱うブラウザーもある
	const isLost = live.error === undefined ? live.done : isTransient(live.error);
	if (!isLost) return null;
	const delayMs = backoff.next(Date.now());
	// 失敗するとlive.errorに新しい値が入り、$effectが再実行される
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
