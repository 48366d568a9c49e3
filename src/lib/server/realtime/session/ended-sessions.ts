import type { Ended } from './store.ts';

type Listener = (sessionIds: ReadonlySet<string>) => void;

/** The sessions that were ended early, until their tokens expire. */
export class EndedSessions {
	/** Session → when its token expires (ms since 1970). */
	readonly #sessions = new Map<string, number>();
	readonly #listeners: Listener[] = [];

	get all(): ReadonlyMap<string, number> {
		return this.#sessions;
	}

	has(sessionId: string): boolean {
		return this.#sessions.has(sessionId);
	}

	listen(listener: Listener): void {
		this.#listeners.push(listener);
	}

	/** Adds ended sessions, and calls listeners with those that were not known. */
	add(sessions: Iterable<Ended>): void {
		const now = Date.now();
		for (const [id, expiresAt] of this.#sessions) {
			if (expiresAt <= now) this.#sessions.delete(id);
		}
		const added = new Set<string>();
		for (const { sessionId, expiresAt } of sessions) {
			// A guest has no token, and an expired token is rejected anyway.
			if (expiresAt === null || expiresAt <= now || this.#sessions.has(sessionId)) continue;
			this.#sessions.set(sessionId, expiresAt);
			added.add(sessionId);
		}
		if (added.size > 0) for (const listener of this.#listeners) listener(added);
	}
}
