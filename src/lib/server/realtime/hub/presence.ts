import type { Presence } from '../../../protocol/message.ts';
import type { PresenceStore } from '../broker/presence.ts';
import type { Connection } from '../connection.ts';
import type { Identity } from '../session/identity.ts';
import { presenceIntervalMs } from '../limits.ts';

/**
 * Sends presence to the connections of one room in this process: to each one when it joins, to all of them after a
 * change. All changes within a second are sent together.
 */
export class RoomPresence {
	readonly #room: string;
	readonly #store: PresenceStore;
	readonly #broadcast: (presence: Presence) => void;
	/** The identity that each connection is counted as. */
	readonly #counted = new Map<Connection, Identity>();
	/** Connections to which presence has not been sent yet. */
	readonly #newcomers = new Set<Connection>();
	#stopWatching: Promise<() => void> | null = null;
	#timer: NodeJS.Timeout | null = null;
	#lastSentAt = -Infinity;
	#lastSent = '';
	/** Whether presence has changed, or a newcomer was added, since the list was last read. */
	#hasChanged = false;
	#isClosed = false;

	constructor(room: string, store: PresenceStore, broadcast: (presence: Presence) => void) {
		this.#room = room;
		this.#store = store;
		this.#broadcast = broadcast;
	}

	/** Counts a connection under its current identity. */
	add(connection: Connection): void {
		const { identity, isTransient } = connection;
		if (isTransient === true) return;
		this.#watch();
		const before = this.#counted.get(connection);
		this.#counted.set(connection, identity);
		this.#store.enter(this.#room, identity.sessionId, identity.user);
		if (before !== undefined) this.#store.leave(this.#room, before.sessionId);
	}

	/** Counts a connection under its new identity, if it was counted. */
	updateIdentity(connection: Connection): void {
		if (this.#counted.has(connection)) this.add(connection);
	}

	/** Called when a connection can receive events. */
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

	/** Watches the store once. If it is unreachable, the next connection tries again. */
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
			// If the list could not be read, it is sent after the next change; the room is not affected.
			void this.#send()
				.catch(() => undefined)
				.then(() => {
					this.#timer = null;
					if (this.#hasChanged) this.#scheduleUpdate();
				});
		}, waitMs).unref();
	}

	async #send(): Promise<void> {
		// Changes while the list is read may be missing in it, and are sent the next time.
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
