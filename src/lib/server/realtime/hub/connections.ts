import type { Connection, TransportName } from '../connection.ts';
import { Refusal } from '../refusal.ts';
import { isGuest } from '../session/identity.ts';

/** In how many rooms one connection may be: each costs memory here, and costs the client nothing. */
const maxRoomsPerConnection = 100;
/** The part of the rooms of its address (MAX_ROOMS_PER_IP) that one guest's connection may be in. */
const guestShare = 1 / 10;

/** The connections of this process and the rooms of each. */
export class Connections {
	/** Arrays that are replaced on change: most connections are in one room, and a Set is three times as large. */
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

	/** How many connections each transport has that ever had one. */
	get sizes(): ReadonlyMap<TransportName, number> {
		return this.#sizes;
	}

	/** Those of now: the loop over them may close and remove some. */
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

	/** @throws Refusal `full` if it is in too many rooms */
	enter(connection: Connection, room: string): void {
		const rooms = this.roomsOf(connection);
		const most = isGuest(connection.identity) ? this.#maxRoomsOfGuest : maxRoomsPerConnection;
		if (rooms.length >= most) throw new Refusal('full', { field: 'room' });
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
