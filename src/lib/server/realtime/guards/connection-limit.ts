import type { Config } from '../../config.ts';
import { Refusal } from '../refusal.ts';
import { jitterMs } from '../jitter.ts';

/** Limits connections, in total and per address: each costs the server memory and the client nothing. */
export class ConnectionLimit {
	readonly #max: number;
	readonly #maxPerAddress: number;
	readonly #byAddress = new Map<string, number>();
	#total = 0;

	constructor(config: Pick<Config, 'maxConnections' | 'maxConnectionsPerIp'>) {
		this.#max = config.maxConnections;
		this.#maxPerAddress = config.maxConnectionsPerIp || Infinity;
	}

	/** How many connections are open. */
	get total(): number {
		return this.#total;
	}

	/**
	 * Counts a connection until the returned function is called, which is safe to call more than once.
	 * @throws Refusal `full`
	 */
	take(address: string): () => void {
		const ofAddress = this.#byAddress.get(address) ?? 0;
		if (this.#total >= this.#max || ofAddress >= this.#maxPerAddress) {
			throw new Refusal('full', { retryAfterMs: 1000 + jitterMs() });
		}
		this.#total++;
		this.#byAddress.set(address, ofAddress + 1);
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			this.#release(address);
		};
	}

	#release(address: string): void {
		this.#total--;
		const left = (this.#byAddress.get(address) ?? 0) - 1;
		// An entry for every address that has ever connected would be a leak (L1).
		if (left > 0) this.#byAddress.set(address, left);
		else this.#byAddress.delete(address);
	}
}
