import { maxMalformedMessages, maxRateLimitedMessages, violationWindowMs } from '../limits.ts';

const maxPingFrames = 60;

/**
 * Counts how many times one connection violates a rule.
 *
 * A single malformed message is an accident and gets an answer. Answering an endless series of them costs the
 * server work and the sender nothing, so the connection is closed when it reaches `limit` within `windowMs`.
 */
export class ViolationCounter {
	readonly #limit: number;
	readonly #windowMs: number;
	#times: number[] = [];

	constructor(limit: number, windowMs: number) {
		this.#limit = limit;
		this.#windowMs = windowMs;
	}

	/** Counts a violation at `now` (ms, monotonic). Returns true when the limit is reached. */
	add(now: number): boolean {
		this.#times = this.#times.filter((time) => time > now - this.#windowMs);
		this.#times.push(now);
		return this.#times.length >= this.#limit;
	}
}

/** Counts messages over the rate limit. */
export const rateLimitedMessageCounter = () =>
	new ViolationCounter(maxRateLimitedMessages, violationWindowMs);

export const malformedMessageCounter = () =>
	new ViolationCounter(maxMalformedMessages, violationWindowMs);

/** Counts ping frames on the WebSocket below Socket.IO. Its clients send none: a few are an accident, many are an attack. */
export const pingFrameCounter = () => new ViolationCounter(maxPingFrames, violationWindowMs);
