import type { InstanceOffer } from '$lib/protocol/instance.ts';
import { serverFaultNames, type ServerFault } from './script.ts';
import { text } from './text.ts';
import { loadOffer } from './throw-away.ts';

/** Whether this site starts servers for readers. The site is asked when a reader chooses such a server. */
export class Offer {
	#answer = $state.raw<InstanceOffer | null>(null);
	#isUnreachable = $state(false);

	/** Asks the site, unless it has answered. */
	async load(): Promise<void> {
		if (this.#answer !== null) return;
		this.#isUnreachable = false;
		this.#answer = await loadOffer();
		this.#isUnreachable = this.#answer === null;
	}

	get isOffered(): boolean {
		return this.#answer?.isOffered === true;
	}

	/** The faults that a reader can cause on such a server. */
	get faults(): ServerFault[] {
		if (!this.isOffered) return [];
		return serverFaultNames.filter((fault) => fault !== 'redis' || this.#answer?.hasRedis);
	}

	/** What a server adds, or why there is none. */
	get text(): string {
		if (this.#isUnreachable) return text.offers.unreachable;
		if (this.#answer === null) return text.offers.loading;
		if (!this.#answer.isOffered) return text.offers.off;
		return this.#answer.hasRedis ? text.offers.redis : text.offers.memory;
	}
}
