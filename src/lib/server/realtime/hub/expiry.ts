import type { Connection } from '../connection.ts';
import type { SessionStore } from '../session/store.ts';

/** The longest delay of `setTimeout`: with a longer one it fires at once. */
const maxTimeoutMs = 2 ** 31 - 1;

/** Closes a connection when its token expires: the token is checked only when the connection opens. */
export class Expiry {
	readonly #sessions: Pick<SessionStore, 'hasEnded'>;
	/** Only connections with a session have a timer: guests do not expire. */
	readonly #timers = new Map<Connection, NodeJS.Timeout>();

	constructor(sessions: Pick<SessionStore, 'hasEnded'>) {
		this.#sessions = sessions;
	}

	/** Starts the timer for a connection's current identity, and stops that of an earlier one. */
	watch(connection: Connection): void {
		this.unwatch(connection);
		const { expiresAt, sessionId } = connection.identity;
		if (expiresAt === null) return;
		// The session may have ended after the credentials were checked.
		if (this.#sessions.hasEnded(sessionId)) return connection.close(4401);
		const remainingMs = expiresAt - Date.now();
		if (remainingMs <= 0) return connection.close(4401, { reason: 'token_expired' });
		const timer = setTimeout(() => this.watch(connection), Math.min(remainingMs, maxTimeoutMs));
		this.#timers.set(connection, timer.unref());
	}

	unwatch(connection: Connection): void {
		clearTimeout(this.#timers.get(connection));
		this.#timers.delete(connection);
	}
}
