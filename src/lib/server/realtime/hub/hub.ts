import { formatCursor, type Cursor } from '../../../protocol/cursor.ts';
import type { CloseCode } from '../../../protocol/close-codes.ts';
import type { Publish } from '../../../protocol/client-event.ts';
import type { Message, Via, Welcome } from '../../../protocol/message.ts';
import type { Broker, Page } from '../broker/broker.ts';
import type { PresenceStore } from '../broker/presence.ts';
import type { Connection, Ending, TransportName } from '../connection.ts';
import { HubRoom } from './room.ts';
import type { HubWatcher } from './watcher.ts';
import { isGuest, type Identity } from '../session/identity.ts';
import { Refusal } from '../refusal.ts';
import type { SessionStore } from '../session/store.ts';

/** In how many rooms one connection may be: each costs memory here, and costs the client nothing. */
const maxRoomsPerConnection = 100;
/** The part of the rooms of its address (MAX_ROOMS_PER_IP) that one guest's connection may be in. */
const guestShare = 1 / 10;

/** `setTimeout` fires at once beyond this. */
const maxTimeoutMs = 2 ** 31 - 1;

export interface JoinOptions {
	after: Cursor | null;
	/** The client's: a new room counts in its budget. */
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

/** What the hub keeps for a connection. */
interface Entry {
	/** An array that is replaced on change: most connections are in one room, and a Set is three times as large. */
	rooms: readonly string[];
	/** Closes the connection when its session expires. */
	expiry: NodeJS.Timeout | undefined;
}

/** The connections of this process: their identities, their rooms, and when they expire. */
export class Hub {
	readonly #broker: Broker;
	readonly #presence: PresenceStore;
	readonly #sessions: HubOptions['sessions'];
	readonly #instanceId: string;
	readonly #watcher: HubWatcher | undefined;
	readonly #maxRoomsOfGuest: number;
	readonly #rooms = new Map<string, HubRoom>();
	readonly #connections = new Map<Connection, Entry>();
	readonly #sizes = new Map<TransportName, number>();
	readonly #onEmpty: (() => void)[] = [];

	constructor(options: HubOptions) {
		const { broker, presence, sessions, instanceId, watcher, maxRoomsPerAddress } = options;
		this.#broker = broker;
		this.#presence = presence;
		this.#sessions = sessions;
		this.#instanceId = instanceId;
		this.#watcher = watcher;
		const ofGuest = Math.ceil((maxRoomsPerAddress || Infinity) * guestShare);
		this.#maxRoomsOfGuest = Math.min(ofGuest, maxRoomsPerConnection);
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

	/** How many connections each transport has that ever had one. */
	get sizes(): ReadonlyMap<TransportName, number> {
		return this.#sizes;
	}

	/** Adds a connection. Every `add` is followed by one `remove`. */
	add(connection: Connection): void {
		this.#connections.set(connection, { rooms: [], expiry: undefined });
		this.#count(connection, 1);
		this.updateIdentity(connection);
	}

	/** Called whenever a connection's identity has changed. */
	updateIdentity(connection: Connection): void {
		clearTimeout(this.#connections.get(connection)?.expiry);
		this.#watchExpiry(connection);
		for (const name of this.roomsOf(connection)) this.#rooms.get(name)?.updateIdentity(connection);
	}

	/** Removes a closed connection from all rooms and from the hub. Harmless if repeated. */
	remove(connection: Connection): void {
		const entry = this.#connections.get(connection);
		if (entry === undefined) return;
		clearTimeout(entry.expiry);
		for (const name of entry.rooms) this.leave(connection, name);
		this.#connections.delete(connection);
		this.#count(connection, -1);
		this.#watcher?.closed(connection.transport, connection.closedWith);
		if (this.#connections.size > 0) return;
		for (const resolve of this.#onEmpty.splice(0)) resolve();
	}

	/**
	 * Adds a connection to a room: welcome, gap, replay, live messages, in this order. Joining again starts
	 * over. Resolves when the connection is live or has left meanwhile. A removed connection joins nothing.
	 * @throws Refusal `full` (too many rooms), `broker_unavailable`
	 */
	async join(
		connection: Connection,
		name: string,
		{ after, address, welcome }: JoinOptions
	): Promise<void> {
		this.leave(connection, name);
		const entry = this.#connections.get(connection);
		if (entry === undefined) return;
		const most = isGuest(connection.identity) ? this.#maxRoomsOfGuest : maxRoomsPerConnection;
		if (entry.rooms.length >= most) throw new Refusal('full', { field: 'room' });
		const room = this.#rooms.get(name) ?? this.#openRoom(name, address);
		entry.rooms = [...entry.rooms, name];
		try {
			await room.join(connection, after, ({ last }) =>
				welcome(this.#welcome(connection, name, after ?? last, last.seq))
			);
		} finally {
			if (!this.isIn(connection, name)) removeRoom(entry, name);
			this.#removeIfEmpty(name, room);
		}
	}

	/**
	 * Reads at most `limit` messages after `after`; with null none, only the room's position. `address` is the
	 * client's: a new room counts in its budget.
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
		const entry = this.#connections.get(connection);
		if (entry !== undefined) removeRoom(entry, name);
		this.#removeIfEmpty(name, room);
	}

	/** A second welcome for a connection that is live in a room, with its new identity and its position. */
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
		return this.#connections.get(connection)?.rooms ?? [];
	}

	/**
	 * Publishes a message. User and timestamp come from the server; of what the client sent, only text and
	 * clientId are used. `address` is the client's: a new room counts in its budget.
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
		const stored = await this.#broker.publish(
			clientId === undefined ? draft : { ...draft, clientId }
		);
		this.#watcher?.published(via);
		return stored;
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
		for (const connection of [...this.#connections.keys()]) connection.close(code, ending());
	}

	/** Closes the connections of ended sessions: after a sign-out nothing may be read. */
	#endSessions(ended: ReadonlySet<string>): void {
		for (const connection of [...this.#connections.keys()]) {
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

	#count({ transport }: Connection, change: 1 | -1): void {
		this.#sizes.set(transport, (this.#sizes.get(transport) ?? 0) + change);
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

	/** Closes a connection when its token expires: the token was checked only once, on connecting. */
	#watchExpiry(connection: Connection): void {
		const entry = this.#connections.get(connection);
		const { expiresAt, sessionId } = connection.identity;
		if (entry === undefined || expiresAt === null) return;
		// The session may have ended after the credentials were checked.
		if (this.#sessions.hasEnded(sessionId)) {
			connection.close(4401);
			return;
		}
		const remaining = expiresAt - Date.now();
		if (remaining <= 0) {
			connection.close(4401, { reason: 'token_expired' });
			return;
		}
		entry.expiry = setTimeout(
			() => this.#watchExpiry(connection),
			Math.min(remaining, maxTimeoutMs)
		).unref();
	}
}

function removeRoom(entry: Entry, room: string): void {
	entry.rooms = entry.rooms.filter((name) => name !== room);
}
