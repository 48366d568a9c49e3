import { formatCursor, type Cursor } from '../../../protocol/cursor.ts';
import type { CloseCode } from '../../../protocol/close-codes.ts';
import type { Publish } from '../../../protocol/client-event.ts';
import type { Message, Via, Welcome } from '../../../protocol/message.ts';
import type { Broker, Page } from '../broker/broker.ts';
import type { PresenceStore } from '../broker/presence.ts';
import type { Connection, Ending, TransportName } from '../connection.ts';
import { Connections } from './connections.ts';
import { Expiry } from './expiry.ts';
import { HubRoom } from './room.ts';
import type { HubWatcher } from './watcher.ts';
import type { Identity } from '../session/identity.ts';
import { Refusal } from '../refusal.ts';
import type { SessionStore } from '../session/store.ts';
import { reportFinished, reportPublishing, reportStep } from '../tap/steps.ts';

export interface JoinOptions {
	after: Cursor | null;
	/** The client's IP address. If the room is new, it counts in the budget of this address. */
	address?: string;
	/** Called before anything else of the room reaches the connection. */
	welcome(welcome: Welcome): void;
}

export interface HubOptions {
	broker: Broker;
	presence: PresenceStore;
	sessions: Pick<SessionStore, 'hasEnded' | 'onEnded'>;
	/** The name of this process in a welcome. */
	instanceId: string;
	watcher?: HubWatcher;
	/** MAX_ROOMS_PER_IP; unset or 0: no limit. */
	maxRoomsPerAddress?: number;
}

/** The connections of this process: their identities, their rooms, and when they expire. */
export class Hub {
	readonly #broker: Broker;
	readonly #presence: PresenceStore;
	readonly #expiry: Expiry;
	readonly #instanceId: string;
	readonly #watcher: HubWatcher | undefined;
	readonly #rooms = new Map<string, HubRoom>();
	readonly #connections: Connections;
	readonly #onEmpty: (() => void)[] = [];

	constructor(options: HubOptions) {
		const { broker, presence, sessions, instanceId, watcher, maxRoomsPerAddress } = options;
		this.#broker = broker;
		this.#presence = presence;
		this.#expiry = new Expiry(sessions);
		this.#instanceId = instanceId;
		this.#watcher = watcher;
		this.#connections = new Connections(maxRoomsPerAddress ?? 0);
		sessions.onEnded((ended) => this.#endSessions(ended));
	}

	/** How many connections there are. */
	get size(): number {
		return this.#connections.size;
	}

	/** How many rooms have at least one connection. */
	get rooms(): number {
		return this.#rooms.size;
	}

	/** The number of connections of each transport that has had any. */
	get sizes(): ReadonlyMap<TransportName, number> {
		return this.#connections.sizes;
	}

	/** Adds a connection. The caller removes it when it has closed. */
	add(connection: Connection): void {
		this.#connections.add(connection);
		this.updateIdentity(connection);
	}

	/** Called whenever a connection's identity has changed. */
	updateIdentity(connection: Connection): void {
		if (this.#connections.has(connection)) this.#expiry.watch(connection);
		for (const name of this.roomsOf(connection)) this.#rooms.get(name)?.updateIdentity(connection);
	}

	/** Removes a closed connection from all rooms and from the hub. Safe to call more than once. */
	remove(connection: Connection): void {
		if (!this.#connections.has(connection)) return;
		this.#expiry.unwatch(connection);
		for (const name of this.roomsOf(connection)) this.leave(connection, name);
		this.#connections.delete(connection);
		reportStep(connection, 'left');
		this.#watcher?.closed(connection.transport, connection.closedWith);
		if (this.#connections.size > 0) return;
		for (const resolve of this.#onEmpty.splice(0)) resolve();
	}

	/**
	 * Adds a connection to a room: welcome, gap, replay, live messages, in this order. A connection
	 * that joins again starts over. Resolves when the connection is live or has left. Does nothing for a removed connection.
	 * @throws Refusal `full` (too many rooms), `broker_unavailable`
	 */
	async join(
		connection: Connection,
		name: string,
		{ after, address, welcome }: JoinOptions
	): Promise<void> {
		this.leave(connection, name);
		if (!this.#connections.has(connection)) return;
		this.#connections.enter(connection, name);
		const room = this.#rooms.get(name) ?? this.#openRoom(name, address);
		try {
			await room.join(connection, after, ({ last }) =>
				welcome(this.#welcome(connection, name, after ?? last, last.seq))
			);
		} finally {
			if (!this.isIn(connection, name)) this.#connections.leave(connection, name);
			this.#removeIfEmpty(name, room);
		}
	}

	/**
	 * Reads at most `limit` messages after `after`; if `after` is null, only the room's position. `address` is
	 * the client's IP address: if the room is new, it counts in the budget of this address.
	 * @throws Refusal `full` (too many rooms), `broker_unavailable`
	 */
	read(room: string, after: Cursor | null, limit: number, address?: string): Promise<Page> {
		return this.#broker.read(room, after, limit, address);
	}

	/** Counts a reader without a lasting connection as present for `ms` from now. */
	touchPresence({ sessionId, user }: Identity, room: string, ms: number): void {
		this.#presence.poll(room, sessionId, user, ms);
	}

	/** Whether at most `limit` people are in a room on all instances; false if that is unknown. */
	hasAtMost(room: string, limit: number): Promise<boolean> {
		return this.#presence.hasAtMost(room, limit);
	}

	/** Removes a connection from a room. Earlier messages still reach it. */
	leave(connection: Connection, name: string): void {
		const room = this.#rooms.get(name);
		if (room === undefined) return;
		room.leave(connection);
		this.#connections.leave(connection, name);
		this.#removeIfEmpty(name, room);
	}

	/** Makes another welcome for a connection in a room, with its new identity and its position; null if it has not joined. */
	welcome(connection: Connection, name: string): Welcome | null {
		const position = this.#rooms.get(name)?.positionOf(connection) ?? null;
		return position && this.#welcome(connection, name, position, position.seq);
	}

	/**
	 * Resolves when a connection is in a room: at once, or after the welcome if it is joining.
	 * @throws Refusal `not_in_room`
	 */
	async requireIn(connection: Connection, name: string): Promise<void> {
		const entered = await this.#rooms.get(name)?.whenJoined(connection);
		if (entered !== true) throw new Refusal('not_in_room', { field: 'room' });
	}

	/** Whether a connection is in a room or joining it. */
	isIn(connection: Connection, name: string): boolean {
		return this.#rooms.get(name)?.has(connection) ?? false;
	}

	/** The rooms that a connection is in or joining. */
	roomsOf(connection: Connection): Iterable<string> {
		return this.#connections.roomsOf(connection);
	}

	/**
	 * Publishes a message. User and timestamp come from the server; of what the client sent, only text and
	 * clientId are used. `address` is the client's IP address, as in `read`.
	 * @throws Refusal `client_id_conflict`, `full`, `broker_unavailable`
	 */
	async publish(
		author: Identity,
		room: string,
		{ text, clientId }: Publish,
		via: Via,
		address?: string
	): Promise<Message> {
		const draft = { room, user: author.user, text, via, opener: address };
		reportPublishing(author, draft, this.#broker.kind);
		try {
			const stored = await this.#broker.publish(
				clientId === undefined ? draft : { ...draft, clientId }
			);
			this.#watcher?.published(via);
			reportStep(author, 'sequenced', { messageId: stored.id });
			return stored;
		} finally {
			reportFinished(author, draft);
		}
	}

	/** Resolves when there is no connection, or after `timeoutMs`. */
	async whenEmpty(timeoutMs: number): Promise<void> {
		if (this.#connections.size === 0) return;
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, timeoutMs);
			this.#onEmpty.push(() => {
				clearTimeout(timer);
				resolve();
			});
		});
	}

	/** Closes all connections. `ending` is called for each, so that they need not reconnect all at once. */
	closeAll(code: CloseCode, ending: () => Ending): void {
		for (const connection of this.#connections.all()) connection.close(code, ending());
	}

	/** Closes the connections of ended sessions: after a sign-out they must not receive anything. */
	#endSessions(ended: ReadonlySet<string>): void {
		for (const connection of this.#connections.all()) {
			if (ended.has(connection.identity.sessionId)) connection.close(4401);
		}
	}

	#welcome({ identity }: Connection, room: string, at: Cursor, lastSeq: number): Welcome {
		const { sessionId, user } = identity;
		return {
			room,
			instance: this.#instanceId,
			sessionId,
			user,
			cursor: formatCursor(at),
			lastSeq
		};
	}

	#openRoom(name: string, opener: string | undefined): HubRoom {
		const room = new HubRoom({
			...{ name, opener },
			...{ broker: this.#broker, presence: this.#presence, watcher: this.#watcher }
		});
		this.#rooms.set(name, room);
		return room;
	}

	#removeIfEmpty(name: string, room: HubRoom): void {
		if (!room.isEmpty || this.#rooms.get(name) !== room) return;
		this.#rooms.delete(name);
		void room.end();
	}
}
