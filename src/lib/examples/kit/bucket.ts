/**
 * A token bucket: `capacity` at once, then `perSecond`. Pure but for what it remembers; `now` is monotonic
 * milliseconds.
 */
export class Bucket {
	readonly #capacity: number;
	readonly #perSecond: number;
	#tokens: number;
	#at: number | null = null;

	constructor(capacity: number, perSecond: number) {
		this.#capacity = capacity;
		this.#perSecond = perSecond;
		this.#tokens = capacity;
	}

	/** Takes a token; false when there is none. */
	take(now: number): boolean {
		const since = this.#at === null ? 0 : now - this.#at;
		this.#at = now;
		this.#tokens = Math.min(this.#capacity, this.#tokens + (since / 1000) * this.#perSecond);
		if (this.#tokens < 1) return false;
		this.#tokens--;
		return true;
	}
}
