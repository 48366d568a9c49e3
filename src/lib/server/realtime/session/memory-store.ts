import type { Identity } from './identity.ts';
import { Refusal } from '../refusal.ts';
import { EndedSessions } from './ended-sessions.ts';
import type { Ended, SessionStore } from './store.ts';

/** More than a server issues within 30 seconds. Limited, because requesting tickets costs clients nothing. */
const maxTickets = 100_000;

interface StoredTicket {
	identity: Identity;
	/** Monotonic ms. */
	expiresAt: number;
}

/** The session store of one process. */
export class MemorySessionStore extends EndedSessions implements SessionStore {
	/** In the order of issue; all are valid for the same time. */
	readonly #tickets = new Map<string, StoredTicket>();

	async end(session: Ended): Promise<void> {
		this.add([session]);
	}

	async keepTicket(ticket: string, identity: Identity, ms: number): Promise<void> {
		this.#evictExpiredTickets();
		if (this.#tickets.size >= maxTickets) throw new Refusal('full', { retryAfterMs: ms });
		this.#tickets.set(ticket, { identity, expiresAt: performance.now() + ms });
	}

	async takeTicket(ticket: string): Promise<Identity | null> {
		this.#evictExpiredTickets();
		const stored = this.#tickets.get(ticket);
		this.#tickets.delete(ticket);
		return stored?.identity ?? null;
	}

	#evictExpiredTickets(): void {
		const now = performance.now();
		for (const [ticket, { expiresAt }] of this.#tickets) {
			if (expiresAt > now) break;
			this.#tickets.delete(ticket);
		}
	}
}
