/** A token bucket for bytes: `burst` at once, then `perSecond`. */
export class ByteRate {
	readonly #burst: number;
	readonly #perSecond: number;
	#left: number;
	#updatedAt: number | null = null;

	constructor(burst: number, perSecond: number) {
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#left = burst;
	}

	/** Takes this many bytes. If fewer are left, takes none and returns false. `now` is in ms, monotonic. */
	take(bytes: number, now: number): boolean {
		const elapsedMs = now - (this.#updatedAt ?? now);
		this.#updatedAt = now;
		this.#left = Math.min(this.#burst, this.#left + (elapsedMs / 1000) * this.#perSecond);
		if (bytes > this.#left) return false;
		this.#left -= bytes;
		return true;
	}
}
