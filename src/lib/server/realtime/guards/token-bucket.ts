// #region bucket
/** トークンバケット。一度に capacity まで、そのあとは毎秒 perSecond ずつ。now は単調に進むミリ秒 */
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

	/** 1つ取り出す。なければ false */
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
