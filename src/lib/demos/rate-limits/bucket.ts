export type Bucket = ReturnType<typeof createBucket>;

/** A token bucket: a burst of `capacity`, then `perSecond` a second. `now` is in ms of a monotonic clock. */
export function createBucket(capacity: number, perSecond: number) {
	let tokens = capacity;
	let updatedAt = 0;

	/** Adds the tokens for the time since the last call, so that no timer is needed. */
	function refill(now: number): number {
		const added = ((now - updatedAt) / 1000) * perSecond;
		tokens = Math.min(capacity, tokens + added);
		updatedAt = now;
		return tokens;
	}

	return {
		/** The current number of tokens. */
		tokens: refill,
		/** Takes a token; false if there is none. */
		take(now: number): boolean {
			if (refill(now) < 1) return false;
			tokens -= 1;
			return true;
		},
		/** The time until a token is available, in ms; 0 if there is one. */
		waitMs: (now: number): number => Math.ceil((Math.max(0, 1 - refill(now)) / perSecond) * 1000)
	};
}
