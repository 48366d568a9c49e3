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
import { reportStep } from '../tap/steps.ts';

/** The sender of an event. */
export interface Author {
	identity: Identity;
	/** The client's IP address. */
	address: string;
	/** The id of the connection; null for a request over plain HTTP. */
	connection: string | null;
}

/** Makes a counter: at most `points` per key within the window of the setting. */
export type MakeLimiter = (name: string, points: number) => RateLimiterAbstract;

/** Anybody can create guests, so all guests of one address share this many times the budget of one guest. */
const guestsPerAddress = 10;

/** What a limit counts: messages, or joins, leaves, pings and the like. */
export type Budget = 'message' | 'control';

/**
 * How many events of one connection may be handled at a time: the sum of both budgets and of the
 * rejections that close a connection. A connection with more events is about to be closed, so they are ignored.
 */
export function maxPending(setting: Config['rateLimitMessages']): number {
	return setting === null ? Infinity : 2 * setting.points + maxRateLimitedMessages;
}

/**
 * Limits the rate of events (RATE_LIMIT_MESSAGES). A session has one budget, however many connections it opens
 * and on whichever instance (L2). A guest has the budget of its connection, or over HTTP of its address, and
 * all guests of an address share another one.
 *
 * A repeat of a `clientId` counts like any other message: it is the same work, and the limit has to stop a
 * client that repeats it endlessly.
 */
export class RateLimit {
	readonly #budget: Budget;
	readonly #windowMs: number;
	readonly #sessions: RateLimiterAbstract;
	readonly #connections: RateLimiterAbstract;
	readonly #addresses: RateLimiterAbstract;
	readonly #guests: RateLimiterAbstract;

	/**
	 * @param make makes counters that all instances share; by default counters in memory, for one instance.
	 *   Counters in memory drop a key when its window is over (L1).
	 */
	constructor(
		{ points, seconds }: NonNullable<Config['rateLimitMessages']>,
		make: MakeLimiter = (keyPrefix, points) =>
			new RateLimiterMemory({ keyPrefix, points, duration: seconds }),
		budget: Budget = 'message'
	) {
		this.#budget = budget;
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
	 * @throws Refusal `rate_limited`, with the ms after which to retry
	 */
	async take(author: Author): Promise<void> {
		await this.#takeAll(author);
		if (this.#budget === 'message') reportStep(author.identity, 'rate-checked');
	}

	// #region take
	async #takeAll({ identity, address, connection }: Author): Promise<void> {
		// 認証済みのユーザーは、接続の数によらず上限を共有する
		if (!isGuest(identity)) return this.#count(this.#sessions, identity.sessionId);
		if (connection === null) await this.#count(this.#addresses, address);
		else await this.#count(this.#connections, connection);
		// ゲストは無制限に作れるので、同じアドレスの合計にも上限を設ける
		await this.takeAddress(address);
	}
	// #endregion take

	/** Counts an event of any client at an address. @throws Refusal `rate_limited` */
	takeAddress(address: string): Promise<void> {
		return this.#count(this.#guests, address);
	}

	// #region count
	async #count(limiter: RateLimiterAbstract, key: string): Promise<void> {
		try {
			await limiter.consume(key);
		} catch (reason) {
			if (!(reason instanceof RateLimiterRes)) throw reason;
			// 時計が戻ると、残り時間がウィンドウより長くなる。待機はウィンドウの長さまでに抑える
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

/** A counter in Redis keeps blocked keys in memory, with times of this machine's clock. */
function clearBlockedKeys(limiter: RateLimiterAbstract): void {
	if (limiter instanceof RateLimiterRedis) limiter.deleteInMemoryBlockedAll();
}
