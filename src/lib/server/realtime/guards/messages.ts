import {
	RateLimiterMemory,
	RateLimiterRedis,
	RateLimiterRes,
	type RateLimiterAbstract
} from 'rate-limiter-flexible';
import type { Config } from '../../config.ts';
import { isGuest, type Identity } from '../session/identity.ts';
import { maxRateLimitedMessages } from '../limits.ts';
import { Refusal } from '../refusal.ts';

/** Whose event it is. */
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

/** What is counted: messages, and apart from them joins, leaves, pings and whatever else costs work. */
export type Budget = 'message' | 'control';

/**
 * How many events of one connection may be under way at a time. With more than both budgets allow, and as
 * many refusals on top as end a connection, it is going to be ended: what follows need not be looked at.
 */
export function maxPending(setting: Config['rateLimitMessages']): number {
	return setting === null ? Infinity : 2 * setting.points + maxRateLimitedMessages;
}

/**
 * How often somebody may do something (RATE_LIMIT_MESSAGES). A session has one budget, however many
 * connections it opens and wherever (L2). A guest is nobody in particular: the budget is the connection's,
 * or over HTTP the address's, and all guests of an address have a common one besides.
 *
 * A repeat of a `clientId` counts like any other message: it is the same work, and a client that repeats
 * without end is what a limit is for.
 */
export class RateLimit {
	readonly #windowMs: number;
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
			new RateLimiterMemory({ keyPrefix, points, duration: seconds }),
		budget: Budget = 'message'
	) {
		const prefix = budget === 'message' ? '' : `${budget}-`;
		this.#windowMs = seconds * 1000;
		this.#sessions = make(`${prefix}session`, points);
		this.#addresses = make(`${prefix}address`, points);
		this.#guests = make(`${prefix}guests`, points * guestsPerAddress);
		// A connection is on one instance only.
		this.#connections = new RateLimiterMemory({ points, duration: seconds });
	}

	/**
	 * Counts one message or other event.
	 * @throws Refusal `rate_limited`, with the ms after which it is worth trying again
	 */
	// #region take
	async take({ identity, address, connection }: Author): Promise<void> {
		// 名乗った人は、接続をいくつ開いても1つの予算
		if (!isGuest(identity)) return this.#count(this.#sessions, identity.sessionId);
		if (connection === null) await this.#count(this.#addresses, address);
		else await this.#count(this.#connections, connection);
		// ゲストはただで作れるので、同じアドレスの全員にも上限がある
		await this.takeAddress(address);
	}
	// #endregion take

	/** Counts what anybody at an address does, whoever it is. @throws Refusal `rate_limited` */
	takeAddress(address: string): Promise<void> {
		return this.#count(this.#guests, address);
	}

	// #region count
	async #count(limiter: RateLimiterAbstract, key: string): Promise<void> {
		try {
			await limiter.consume(key);
		} catch (reason) {
			if (!(reason instanceof RateLimiterRes)) throw reason;
			// 時計が戻されると、残り時間が区間より長く見える。区間より長く待たせることはない
			const isClockBack = reason.msBeforeNext > this.#windowMs;
			if (isClockBack) clearBlockedKeys(limiter);
			const retryAfterMs = isClockBack
				? this.#windowMs
				: Math.max(1, Math.ceil(reason.msBeforeNext));
			throw new Refusal('rate_limited', { retryAfterMs });
		}
	}
	// #endregion count
}

/** A counter in Redis remembers by this machine's clock who need not ask again. */
function clearBlockedKeys(limiter: RateLimiterAbstract): void {
	if (limiter instanceof RateLimiterRedis) limiter.deleteInMemoryBlockedAll();
}
