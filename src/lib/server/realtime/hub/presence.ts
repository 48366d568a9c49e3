import type { Presence } from '../../../protocol/message.ts';
import type { PresenceStore } from '../broker/presence.ts';
import type { Connection } from '../connection.ts';
import type { Identity } from '../session/identity.ts';

/** Contract: at most once a second. */
const pauseMs = 1000;

/**
 * Who is in one room, as its connections in this process are told: each on joining, all on change. What
 * happens within a second is told at once at its end.
 */
export class RoomPresence {
	readonly #room: string;
	readonly #store: PresenceStore;
	readonly #tellAll: (presence: Presence) => void;
	/** Whom each connection is counted as. */
	readonly #counted = new Map<Connection, Identity>();
	/** Those who have not been told anything yet. */
	readonly #newcomers = new Set<Connection>();
	#stopWatching: Promise<() => void> | null = null;
	#due: NodeJS.Timeout | null = null;
	#toldAt = -Infinity;
	#told = '';
	/** Something has happened since the list was last asked for. */
	#hasChanged = false;
	#isOver = false;

	constructor(room: string, store: PresenceStore, tellAll: (presence: Presence) => void) {
		this.#room = room;
		this.#store = store;
		this.#tellAll = tellAll;
	}

	/** Counts a connection, as whoever it is now. */
	count(connection: Connection): void {
		const { identity, isTransient } = connection;
		if (isTransient === true) return;
		this.#watch();
		const before = this.#counted.get(connection);
		this.#counted.set(connection, identity);
		this.#store.enter(this.#room, identity.sessionId, identity.user);
		if (before !== undefined) this.#store.leave(this.#room, before.sessionId);
	}

	/** Counts a connection anew whose identity has changed, if it was counted. */
	recount(connection: Connection): void {
		if (this.#counted.has(connection)) this.count(connection);
	}

	/** A connection that can be told from now on. */
	introduce(connection: Connection): void {
		if (connection.isTransient === true) return;
		this.#newcomers.add(connection);
		this.#changed();
	}

	leave(connection: Connection): void {
		this.#newcomers.delete(connection);
		const identity = this.#counted.get(connection);
		if (identity === undefined) return;
		this.#counted.delete(connection);
		this.#store.leave(this.#room, identity.sessionId);
	}

	/** Called when the last connection has left. */
	end(): void {
		this.#isOver = true;
		clearTimeout(this.#due ?? undefined);
		void this.#stopWatching?.then((stop) => stop());
	}

	/** Where the store cannot be reached, the next one who comes tries again. */
	#watch(): void {
		this.#stopWatching ??= this.#store
			.watch(this.#room, () => this.#changed())
			.catch(() => {
				this.#stopWatching = null;
				return () => undefined;
			});
	}

	#changed(): void {
		this.#hasChanged = true;
		if (this.#due !== null || this.#isOver) return;
		const waitMs = Math.max(0, this.#toldAt + pauseMs - performance.now());
		this.#due = setTimeout(() => {
			// What could not be read is told after the next change; the room itself lives on.
			void this.#tell()
				.catch(() => undefined)
				.then(() => {
					this.#due = null;
					if (this.#hasChanged) this.#changed();
				});
		}, waitMs).unref();
	}

	async #tell(): Promise<void> {
		// Whatever comes while the list is read may be missing in it, and is told the next time.
		this.#hasChanged = false;
		const newcomers = [...this.#newcomers];
		const presence = { room: this.#room, ...(await this.#store.list(this.#room)) };
		if (this.#isOver) return;
		this.#toldAt = performance.now();
		for (const connection of newcomers) this.#newcomers.delete(connection);
		const text = JSON.stringify(presence);
		if (text !== this.#told) {
			this.#told = text;
			this.#tellAll(presence);
		} else {
			for (const connection of newcomers) connection.send({ type: 'presence', ...presence });
		}
	}
}
