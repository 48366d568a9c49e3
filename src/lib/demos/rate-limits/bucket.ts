export type Bucket = ReturnType<typeof createBucket>;

// #region bucket
/** トークンバケット。連続で capacity 件、以後は毎秒 perSecond 件。now は単調増加するミリ秒 */
export function createBucket(capacity: number, perSecond: number) {
	let tokens = capacity;
	let updatedAt = 0;

	/** 経過時間の分だけ補充する。タイマーは不要 */
	function refill(now: number): number {
		const added = ((now - updatedAt) / 1000) * perSecond;
		tokens = Math.min(capacity, tokens + added);
		updatedAt = now;
		return tokens;
	}

	return {
		/** 現在のトークン数 */
		tokens: refill,
		/** 1つ消費する。なければ false */
		take(now: number): boolean {
			if (refill(now) < 1) return false;
			tokens -= 1;
			return true;
		},
		/** 次の1つが補充されるまでの時間（ミリ秒） */
		waitMs: (now: number): number => Math.ceil((Math.max(0, 1 - refill(now)) / perSecond) * 1000)
	};
}
// #endregion bucket
