// #region bucket
/** トークンバケット。連続で capacity まで、以後は毎秒 perSecond ずつ。now は単調増加するミリ秒 */
export class TokenBucket {
	readonly #capacity: number;
	readonly #perSecond: number;
	#tokens: number;
	#updatedAt: number | null = null;

	constructor(capacity: number, perSecond: number) {
		this.#capacity = capacity;
		this.#perSecond = perSecond;
		this.#tokens = capacity;
	}

	/** トークンを count 個消費する。足りなければ、消費せずに false */
	take(now: number, count = 1): boolean {
		const elapsedMs = this.#updatedAt === null ? 0 : now - this.#updatedAt;
		this.#updatedAt = now;
		this.#tokens = Math.min(this.#capacity, this.#tokens + (elapsedMs / 1000) * this.#perSecond);
		if (this.#tokens < count) return false;
		this.#tokens -= count;
		return true;
	}
}
// #endregion bucket
