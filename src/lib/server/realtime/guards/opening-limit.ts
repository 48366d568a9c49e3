import { AddressBudget } from './address-budget.ts';
import type { Config } from '../../config.ts';
import { Refusal } from '../refusal.ts';
import { jitterMs } from '../jitter.ts';

/** All that one address may have open by default, and some more: after a restart they come back together. */
const burst = 120;
const perSecond = 4;

/**
 * How often an address may open a connection to the examples. How many it has at a time is counted
 * elsewhere, but one that is closed at once and opened again never reaches that number: each opening is a
 * handshake and a record to be read.
 */
export class OpeningLimit {
	readonly #budget: AddressBudget | null;

	/** Where addresses have no limit they tell nobody apart: a proxy's own, or a load test's. */
	constructor({ maxConnectionsPerIp }: Pick<Config, 'maxConnectionsPerIp'>) {
		this.#budget = maxConnectionsPerIp === 0 ? null : new AddressBudget(burst, perSecond);
	}

	/** @throws Refusal `rate_limited`, with the ms after which it is worth trying again */
	take(address: string): void {
		if (this.#budget === null || this.#budget.take(address)) return;
		throw new Refusal('rate_limited', { retryAfterMs: 1000 + jitterMs() });
	}
}
