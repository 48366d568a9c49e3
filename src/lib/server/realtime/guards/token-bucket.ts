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

	/** トークンを1つ消費する。なければ false */
	take(now: number): boolean {
		const elapsedMs = this.#updatedAt === null ? 0 : now - this.#updatedAt;
		this.#updatedAt = now;
		this.#tokens = Math.min(this.#capacity, this.#tokens + (elapsedMs / 1000) * this.#perSecond);
		if (this.#tokens < 1) return false;
		this.#tokens--;
		return true;
	}
}
// #endregion bucket
