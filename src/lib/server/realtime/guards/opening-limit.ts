import { AddressBudget } from './address-budget.ts';
import type { Config } from '../../config.ts';
import { Refusal } from '../refusal.ts';
import { jitterMs } from '../jitter.ts';

/** More than one address may have open by default: after a restart all of them reconnect together. */
const burst = 120;
const perSecond = 4;

/**
 * Limits how often an address may open connections to the examples. ConnectionLimit counts open ones, but a
 * connection that is closed and opened again never reaches it: each opening costs a handshake and the reading
 * of a journal.
 */
export class OpeningLimit {
	readonly #budget: AddressBudget | null;

	/** Without a limit per address there is none here either: all clients may share one (a proxy, a load test). */
	constructor({ maxConnectionsPerIp }: Pick<Config, 'maxConnectionsPerIp'>) {
		this.#budget = maxConnectionsPerIp === 0 ? null : new AddressBudget(burst, perSecond);
	}

	/** @throws Refusal `rate_limited`, with the ms after which it is worth trying again */
	take(address: string): void {
		if (this.#budget === null || this.#budget.take(address)) return;
		throw new Refusal('rate_limited', { retryAfterMs: 1000 + jitterMs() });
	}
}
