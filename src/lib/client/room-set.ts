import { createReader } from './reader.ts';
import type { RoomClientEvent } from './room-client.ts';

/**
 * State of a room. `waiting`: to be joined (no connection yet, or no answer yet) · `refused`: the server
 * has rejected the join · `left`: the client has left.
 */
export type RoomStatus = 'waiting' | 'joined' | 'refused' | 'left';

/** One membership of a room. Joining again creates a new object, so that late answers to an earlier join are recognized. */
export interface Membership {
	readonly room: string;
	readonly reader: ReturnType<typeof createReader>;
	status: RoomStatus;
}

/**
 * The rooms that a client wants to be in.
 * @param report receives every event that the reader of a room reports
 */
export function createRoomSet(report: (event: RoomClientEvent) => void) {
	const memberships = new Map<string, Membership>();

	return {
		names: () => [...memberships.keys()],
		/** Adds a room. Returns undefined if the client is already in it. */
		add(room: string): Membership | undefined {
			if (memberships.has(room)) return undefined;
			const reader = createReader(room, report);
			const membership: Membership = { room, reader, status: 'waiting' };
			memberships.set(room, membership);
			return membership;
		},
		/** Removes a room. Returns false if the client was not in it. */
		remove: (room: string) => memberships.delete(room),
		get: (room: string) => memberships.get(room),
		/** Whether the client has not left the room since this membership began. */
		isCurrent: (membership: Membership) => memberships.get(membership.room) === membership,
		/** The membership of a joined room. Messages for any other room arrive too late (I12). */
		joined(room: string): Membership | undefined {
			const membership = memberships.get(room);
			return membership?.status === 'joined' ? membership : undefined;
		},
		/** The connection is lost: all rooms have to be joined again. Returns those that were joined. */
		disconnected(): string[] {
			const joined: string[] = [];
			for (const membership of memberships.values()) {
				if (membership.status !== 'joined') continue;
				membership.status = 'waiting';
				joined.push(membership.room);
			}
			return joined;
		}
	};
}
