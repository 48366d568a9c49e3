import { AddressBudget } from './address-budget.ts';
import type { Config } from '../../config.ts';
import { Refusal } from '../refusal.ts';
import { jitterMs } from '../jitter.ts';

/** More than the default of MAX_CONNECTIONS_PER_IP: after a restart, all connections of an address reconnect together. */
const openingBurst = 120;
const openingsPerSecond = 4;

/**
 * Limits the rate at which an address may open traces and connections to the examples. ConnectionLimit counts
 * only those that are open, so a client that closes one and opens the next never reaches it, although each costs the server a
 * handshake or the reading of a journal.
 */
export class OpeningLimit {
	readonly #budget: AddressBudget | null;

	/** No limit if MAX_CONNECTIONS_PER_IP is 0: all clients may have the same address (a proxy, a load test). */
	constructor({ maxConnectionsPerIp }: Pick<Config, 'maxConnectionsPerIp'>) {
		this.#budget =
			maxConnectionsPerIp === 0 ? null : new AddressBudget(openingBurst, openingsPerSecond);
	}

	/** @throws Refusal `rate_limited`, with the ms after which to retry */
	take(address: string): void {
		if (this.#budget === null || this.#budget.take(address)) return;
		throw new Refusal('rate_limited', { retryAfterMs: 1000 + jitterMs() });
	}
}
