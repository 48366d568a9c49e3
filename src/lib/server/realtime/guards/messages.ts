import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Config } from '../../config.ts';
import { isGuest, type Identity } from '../identity.ts';
import { Refusal } from '../refusal.ts';

/** Who wants to say something. */
export interface Author {
	identity: Identity;
	/** The client's. */
	address: string;
	/** The connection's id; null over plain HTTP, which has none. */
	connection: string | null;
}

/** Makes a counter: at most `points` per key within the window of the setting. */
export type MakeLimiter = (name: string, points: number) => RateLimiterAbstract;

/** Guests are free: all of one address together get so many times what one of them gets. */
const guestsPerAddress = 10;

/**
 * How often somebody may publish (RATE_LIMIT_MESSAGES). A session has one budget, however many connections
 * it opens and wherever (L2). A guest is nobody in particular: the budget is the connection's, or over HTTP
 * the address's, and all guests of an address have a common one besides.
 *
 * A repeat of a `clientId` counts like any other message: it is the same work, and a client that repeats
 * without end is what a limit is for.
 */
export class MessageLimit {
	readonly #sessions: RateLimiterAbstract;
	readonly #connections: RateLimiterAbstract;
	readonly #addresses: RateLimiterAbstract;
	readonly #guests: RateLimiterAbstract;

	/**
	 * @param make makes counters that all instances share; where there is but one, counters in memory.
	 *   Counters in memory forget a key when its window is over (L1).
	 */
	constructor(
		{ points, seconds }: NonNullable<Config['rateLimitMessages']>,
		make: MakeLimiter = (keyPrefix, points) =>
			new RateLimiterMemory({ keyPrefix, points, duration: seconds })
	) {
		this.#sessions = make('session', points);
		this.#addresses = make('address', points);
		this.#guests = make('guests', points * guestsPerAddress);
		// A connection is on one instance only.
		this.#connections = new RateLimiterMemory({ points, duration: seconds });
	}

	/**
	 * Counts one message.
	 * @throws Refusal `rate_limited`, with the ms after which it is worth trying again
	 */
	// #region take
	async take({ identity, address, connection }: Author): Promise<void> {
		// 名乗った人は、接続をいくつ開いても1つの予算
		if (!isGuest(identity)) return count(this.#sessions, identity.sessionId);
		if (connection === null) await count(this.#addresses, address);
		else await count(this.#connections, connection);
		// ゲストはただで作れるので、同じアドレスの全員にも上限がある
		await count(this.#guests, address);
	}
	// #endregion take
}

// #region count
async function count(limiter: RateLimiterAbstract, key: string): Promise<void> {
	try {
		await limiter.consume(key);
	} catch (reason) {
		if (!(reason instanceof RateLimiterRes)) throw reason;
		throw new Refusal('rate_limited', {
			retryAfterMs: Math.max(1, Math.ceil(reason.msBeforeNext))
		});
	}
}
// #endregion count
