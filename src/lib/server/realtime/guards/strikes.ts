import { maxMalformedMessages, maxRateLimitedMessages, strikeWindowMs } from '../limits.ts';

const maxPingFrames = 60;

/**
 * Counts the strikes of one connection: the `limit`-th within `windowMs` is one too many.
 *
 * A single malformed message is an accident and gets an answer; answering an endless stream of them is work
 * that costs the sender nothing.
 */
export class Strikes {
	readonly #limit: number;
	readonly #windowMs: number;
	#times: number[] = [];

	constructor(limit: number, windowMs: number) {
		this.#limit = limit;
		this.#windowMs = windowMs;
	}

	/** Counts a strike at `now` (ms, monotonic). Returns true when it was one too many. */
	add(now: number): boolean {
		this.#times = this.#times.filter((time) => time > now - this.#windowMs);
		this.#times.push(now);
		return this.#times.length >= this.#limit;
	}
}

/** Messages over the rate limit. */
export const rateLimitStrikeCounter = () => new Strikes(maxRateLimitedMessages, strikeWindowMs);

export const malformedStrikeCounter = () => new Strikes(maxMalformedMessages, strikeWindowMs);

/** Ping frames below Socket.IO. Its clients send none, so a few are an accident and many are an attack. */
export const pingStrikeCounter = () => new Strikes(maxPingFrames, strikeWindowMs);
