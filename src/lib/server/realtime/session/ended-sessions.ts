import type { Ended } from './store.ts';

type Listener = (sessionIds: ReadonlySet<string>) => void;

/** How often expired sessions are removed. An expired token is rejected anyway, so this only frees memory. */
const sweepMs = 60_000;

/**
 * What all session stores share: the sessions that were ended early, until their tokens expire. None is evicted
 * before then, because its token would be valid again. To bound their number, the API limits how many an address may end.
 */
export class EndedSessions {
	/** Session → when its token expires (ms since 1970). */
	readonly #sessions = new Map<string, number>();
	readonly #listeners: Listener[] = [];
	/** When expired sessions are removed next (ms since 1970). */
	#sweepAt = 0;

	hasEnded(sessionId: string): boolean {
		return this.#sessions.has(sessionId);
	}

	onEnded(listener: Listener): void {
		this.#listeners.push(listener);
	}

	protected get all(): ReadonlyMap<string, number> {
		return this.#sessions;
	}

	/** Adds ended sessions, and calls listeners with those that were not known. */
	protected add(sessions: Iterable<Ended>): void {
		const now = Date.now();
		this.#sweep(now);
		const added = new Set<string>();
		for (const { sessionId, expiresAt } of sessions) {
			// A guest has no token, and an expired token is rejected anyway.
			if (expiresAt === null || expiresAt <= now || this.#sessions.has(sessionId)) continue;
			this.#sessions.set(sessionId, expiresAt);
			added.add(sessionId);
		}
		if (added.size > 0) for (const listener of this.#listeners) listener(added);
	}

	#sweep(now: number): void {
		if (now < this.#sweepAt) return;
		this.#sweepAt = now + sweepMs;
		for (const [id, expiresAt] of this.#sessions) {
			if (expiresAt <= now) this.#sessions.delete(id);
		}
	}
}
