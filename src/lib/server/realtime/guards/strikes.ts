/**
 * Counts offences: the `limit`-th within `windowMs` is one too many.
 *
 * A single malformed message is an accident and gets an answer; answering an endless stream of them is
 * work that the sender pays nothing for.
 */
export class Strikes {
	readonly #limit: number;
	readonly #windowMs: number;
	#times: number[] = [];

	constructor(limit: number, windowMs: number) {
		this.#limit = limit;
		this.#windowMs = windowMs;
	}

	/** Notes an offence at `now` (ms, monotonic). True when it was one too many. */
	add(now: number): boolean {
		this.#times = this.#times.filter((time) => time > now - this.#windowMs);
		this.#times.push(now);
		return this.#times.length >= this.#limit;
	}
}

/** So many refusals for the rate within 10 seconds end a connection. */
export const rateLimitStrikes = 50;

export const rateLimitStrikeCounter = () => new Strikes(rateLimitStrikes, 10_000);

/** Malformed messages: 20 in 10 seconds end a connection. */
export const malformedStrikeCounter = () => new Strikes(20, 10_000);

/** Ping frames below Socket.IO, whose clients send none: 60 in 10 seconds end a connection. */
export const pingStrikeCounter = () => new Strikes(60, 10_000);
