export interface BackoffOptions {
	/** 最初の待機時間の上限(ミリ秒) */
	baseMs?: number;
	/** 待機時間の上限(ミリ秒) */
	capMs?: number;
	/** 接続がこの時間(ミリ秒)続いたら、失敗回数を0に戻す */
	stableMs?: number;
	/** 0以上1未満の乱数。テストで差し替える */
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
		/** 接続した時刻を記録する */
		opened(now: number): void {
			openedAt = now;
		},

		/** 切断または接続失敗。次の試行までの待機時間(ミリ秒)を返す */
		next(now: number): number {
			// 失敗回数をリセットするのは、しばらく安定していたときだけ
			// 接続直後に切断するサーバーへ、間隔を空けずに再接続し続けないため
			if (openedAt !== undefined && now - openedAt >= stableMs) failures = 0;
			openedAt = undefined;

			const ceiling = Math.min(capMs, baseMs * 2 ** failures);
			failures += 1;
			// full jitter: 0 から上限までの乱数
			// サーバーの再起動後に、全クライアントが一斉に再接続するのを防ぐ
			return random() * ceiling;
		}
	};
}
// #endregion backoff

export type Backoff = ReturnType<typeof createBackoff>;
