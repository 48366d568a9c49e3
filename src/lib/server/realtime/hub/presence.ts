import type { Presence } from '../../../protocol/message.ts';
import type { PresenceStore } from '../broker/presence.ts';
import type { Connection } from '../connection.ts';
import type { Identity } from '../session/identity.ts';
import { presenceIntervalMs } from '../limits.ts';

/**
 * Who is in one room, as its connections in this process are told: each on joining, all on change. What
 * happens within a second is told at once at its end.
 */
export class RoomPresence {
	readonly #room: string;
	readonly #store: PresenceStore;
	readonly #broadcast: (presence: Presence) => void;
	/** Whom each connection is counted as. */
	readonly #counted = new Map<Connection, Identity>();
	/** Those who have not been told anything yet. */
	readonly #newcomers = new Set<Connection>();
	#stopWatching: Promise<() => void> | null = null;
	#timer: NodeJS.Timeout | null = null;
	#lastSentAt = -Infinity;
	#lastSent = '';
	/** Something has happened since the list was last asked for. */
	#hasChanged = false;
	#isClosed = false;

	constructor(room: string, store: PresenceStore, broadcast: (presence: Presence) => void) {
		this.#room = room;
		this.#store = store;
		this.#broadcast = broadcast;
	}

	/** Counts a connection, as whoever it is now. */
	add(connection: Connection): void {
		const { identity, isTransient } = connection;
		if (isTransient === true) return;
		this.#watch();
		const before = this.#counted.get(connection);
		this.#counted.set(connection, identity);
		this.#store.enter(this.#room, identity.sessionId, identity.user);
		if (before !== undefined) this.#store.leave(this.#room, before.sessionId);
	}

	/** Counts a connection anew whose identity has changed, if it was counted. */
	updateIdentity(connection: Connection): void {
		if (this.#counted.has(connection)) this.add(connection);
	}

	/** A connection that can be told from now on. */
	addNewcomer(connection: Connection): void {
		if (connection.isTransient === true) return;
		this.#newcomers.add(connection);
		this.#scheduleUpdate();
	}

	remove(connection: Connection): void {
		this.#newcomers.delete(connection);
		const identity = this.#counted.get(connection);
		if (identity === undefined) return;
		this.#counted.delete(connection);
		this.#store.leave(this.#room, identity.sessionId);
	}

	/** Called when the last connection has left. */
	close(): void {
		this.#isClosed = true;
		clearTimeout(this.#timer ?? undefined);
		void this.#stopWatching?.then((stop) => stop());
	}

	/** Where the store cannot be reached, the next one who comes tries again. */
	#watch(): void {
		this.#stopWatching ??= this.#store
			.watch(this.#room, () => this.#scheduleUpdate())
			.catch(() => {
				this.#stopWatching = null;
				return () => undefined;
			});
	}

	#scheduleUpdate(): void {
		this.#hasChanged = true;
		if (this.#timer !== null || this.#isClosed) return;
		const waitMs = Math.max(0, this.#lastSentAt + presenceIntervalMs - performance.now());
		this.#timer = setTimeout(() => {
			// What could not be read is told after the next change; the room itself lives on.
			void this.#send()
				.catch(() => undefined)
				.then(() => {
					this.#timer = null;
					if (this.#hasChanged) this.#scheduleUpdate();
				});
		}, waitMs).unref();
	}

	async #send(): Promise<void> {
		// Whatever comes while the list is read may be missing in it, and is told the next time.
		this.#hasChanged = false;
		const newcomers = [...this.#newcomers];
		const presence = { room: this.#room, ...(await this.#store.list(this.#room)) };
		if (this.#isClosed) return;
		this.#lastSentAt = performance.now();
		for (const connection of newcomers) this.#newcomers.delete(connection);
		const text = JSON.stringify(presence);
		if (text !== this.#lastSent) {
			this.#lastSent = text;
			this.#broadcast(presence);
		} else {
			for (const connection of newcomers) connection.send({ type: 'presence', ...presence });
		}
	}
}
