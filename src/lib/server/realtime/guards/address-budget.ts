import { Refusal } from '../refusal.ts';
import { TokenBucket } from './token-bucket.ts';

/** Above this number, the least recently used address is evicted: a map without a limit would leak (L1). */
const maxAddresses = 10_000;

/**
 * A token bucket for each client address: `burst` at once, then `perSecond`. Unlike the fixed windows of
 * rate-limiter-flexible it refills evenly, and it answers synchronously, before a stream is opened.
 */
export class AddressBudget {
	readonly #burst: number;
	readonly #perSecond: number;
	readonly #buckets = new Map<string, TokenBucket>();

	constructor(burst: number, perSecond: number) {
		this.#burst = burst;
		this.#perSecond = perSecond;
	}

	/** Takes one token of this address. Returns false if the address has none left. */
	take(address: string): boolean {
		const bucket = this.#buckets.get(address) ?? new TokenBucket(this.#burst, this.#perSecond);
		this.#buckets.delete(address);
		this.#buckets.set(address, bucket); // a Map keeps insertion order: the oldest comes first
		const [oldest] = this.#buckets.keys();
		if (this.#buckets.size > maxAddresses && oldest !== undefined) this.#buckets.delete(oldest);
		return bucket.take(performance.now());
	}

	/** Takes one token of this address. @throws Refusal `rate_limited`, with the ms in which one token is refilled */
	require(address: string): void {
		if (this.take(address)) return;
		throw new Refusal('rate_limited', { retryAfterMs: Math.ceil(1000 / this.#perSecond) });
	}
}
