import type { Connection, TransportName } from '../connection.ts';
import { Refusal } from '../refusal.ts';
import { isGuest } from '../session/identity.ts';

/** How many rooms one connection may join: each costs the server memory and the client nothing. */
const maxRoomsPerConnection = 100;
/** One connection of a guest may join this share of the rooms that its address may open (MAX_ROOMS_PER_IP). */
const guestShare = 1 / 10;

/** The connections of this process and the rooms of each. */
export class Connections {
	/** Arrays, because most connections are in one room and a Set is three times as large. A change replaces the array. */
	readonly #rooms = new Map<Connection, readonly string[]>();
	readonly #sizes = new Map<TransportName, number>();
	readonly #maxRoomsOfGuest: number;

	/** @param maxRoomsPerAddress MAX_ROOMS_PER_IP; 0: no limit */
	constructor(maxRoomsPerAddress: number) {
		const ofGuest = Math.ceil((maxRoomsPerAddress || Infinity) * guestShare);
		this.#maxRoomsOfGuest = Math.min(ofGuest, maxRoomsPerConnection);
	}

	get size(): number {
		return this.#rooms.size;
	}

	/** The number of connections of each transport that has had any. */
	get sizes(): ReadonlyMap<TransportName, number> {
		return this.#sizes;
	}

	/** A copy, so that a loop over it may close and remove connections. */
	all(): readonly Connection[] {
		return [...this.#rooms.keys()];
	}

	has(connection: Connection): boolean {
		return this.#rooms.has(connection);
	}

	roomsOf(connection: Connection): readonly string[] {
		return this.#rooms.get(connection) ?? [];
	}

	add(connection: Connection): void {
		this.#rooms.set(connection, []);
		this.#count(connection, 1);
	}

	delete(connection: Connection): void {
		if (this.#rooms.delete(connection)) this.#count(connection, -1);
	}

	/** @throws Refusal `full` if the connection is in too many rooms */
	enter(connection: Connection, room: string): void {
		const rooms = this.roomsOf(connection);
		const maxRooms = isGuest(connection.identity) ? this.#maxRoomsOfGuest : maxRoomsPerConnection;
		if (rooms.length >= maxRooms) throw new Refusal('full', { field: 'room' });
		this.#rooms.set(connection, [...rooms, room]);
	}

	leave(connection: Connection, room: string): void {
		const rooms = this.#rooms.get(connection);
		const others = rooms?.filter((name) => name !== room);
		if (others !== undefined) this.#rooms.set(connection, others);
	}

	#count({ transport }: Connection, change: 1 | -1): void {
		this.#sizes.set(transport, (this.#sizes.get(transport) ?? 0) + change);
	}
}
