export interface BackoffOptions {
	/** 最初の待ち時間の上限(ミリ秒) */
	baseMs?: number;
	/** どの待ち時間も、これを超えない(ミリ秒) */
	capMs?: number;
	/** これだけ(ミリ秒)つながっていたら、失敗の数を0に戻す */
	stableMs?: number;
	/** 0以上1未満の乱数。テストでは差し替える */
	random?: () => number;
}

// #region backoff
export function createBackoff({
	baseMs = 1_000,
	capMs = 30_000,
	stableMs = 10_000,
	random = Math.random
}: BackoffOptions = {}) {
	let failures = 0;
	let openedAt: number | undefined;

	return {
		/** つながった時刻を覚える。 */
		opened(now: number): void {
			openedAt = now;
		},

		/** 切れたか、つながらなかった。次に試すまでの待ち時間(ミリ秒)を返す。 */
		next(now: number): number {
			// 数え直すのは、しばらく安定していたときだけ。
			// つながってもすぐ切れる相手を、休みなく呼び続けないため。
			if (openedAt !== undefined && now - openedAt >= stableMs) failures = 0;
			openedAt = undefined;

			const ceiling = Math.min(capMs, baseMs * 2 ** failures);
			failures += 1;
			// full jitter: 0 から上限までの乱数。
			// サーバーの再起動後に、全員が同じ瞬間に戻ってくるのを防ぐ。
			return random() * ceiling;
		}
	};
}
// #endregion backoff

export type Backoff = ReturnType<typeof createBackoff>;
