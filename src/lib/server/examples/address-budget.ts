import { Bucket } from './bucket.ts';

/** A map that only grows would be a leak (L1): who has not asked for the longest time is forgotten. */
const maxAddresses = 10_000;

/** Turns that are counted by address: `burst` at once, then `perSecond`. */
export class AddressBudget {
	readonly #burst: number;
	readonly #perSecond: number;
	readonly #buckets = new Map<string, Bucket>();

	constructor(burst: number, perSecond: number) {
		this.#burst = burst;
		this.#perSecond = perSecond;
	}

	/** Takes a turn of this address. False if it has none left. */
	take(address: string): boolean {
		const bucket = this.#buckets.get(address) ?? new Bucket(this.#burst, this.#perSecond);
		this.#buckets.delete(address);
		this.#buckets.set(address, bucket); // a Map keeps the order: the oldest comes first
		const [oldest] = this.#buckets.keys();
		if (this.#buckets.size > maxAddresses && oldest !== undefined) this.#buckets.delete(oldest);
		return bucket.take(performance.now());
	}
}
