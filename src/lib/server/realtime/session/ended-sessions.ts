import type { Ended } from './store.ts';

type Listener = (sessionIds: ReadonlySet<string>) => void;

/** The sessions that were ended early, for as long as their tokens would be good without it. */
export class EndedSessions {
	/** Session → when its token expires (ms since the epoch). */
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

	/** Takes in what has ended; listeners are told what is news. */
	add(sessions: Iterable<Ended>): void {
		const now = Date.now();
		for (const [id, expiresAt] of this.#sessions) {
			if (expiresAt <= now) this.#sessions.delete(id);
		}
		const news = new Set<string>();
		for (const { sessionId, expiresAt } of sessions) {
			// A guest has nothing that outlives the connection; what has expired is refused anyway.
			if (expiresAt === null || expiresAt <= now || this.#sessions.has(sessionId)) continue;
			this.#sessions.set(sessionId, expiresAt);
			news.add(sessionId);
		}
		if (news.size > 0) for (const listener of this.#listeners) listener(news);
	}
}
