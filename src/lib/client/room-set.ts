import { createSequence, type Sequence } from './sequence.ts';

/**
 * Where a room stands. `waiting`: wanted, but not entered yet (no connection, or the answer is awaited) ·
 * `refused`: the server does not let one in · `left`: not wanted any more.
 */
export type RoomStatus = 'waiting' | 'joined' | 'refused' | 'left';

/** One stay in a room. A new stay is a new object, so that late answers to an old one are recognised. */
export interface Stay {
	readonly room: string;
	readonly sequence: Sequence;
	status: RoomStatus;
}

/** The rooms that a client wants to be in. */
export function createRoomSet() {
	const stays = new Map<string, Stay>();

	return {
		names: () => [...stays.keys()],
		/** Wants a room. Undefined if it was wanted already. */
		add(room: string): Stay | undefined {
			if (stays.has(room)) return undefined;
			const stay: Stay = { room, sequence: createSequence(), status: 'waiting' };
			stays.set(room, stay);
			return stay;
		},
		/** Gives a room up. `false` if it was not wanted. */
		remove: (room: string) => stays.delete(room),
		get: (room: string) => stays.get(room),
		/** Whether this stay is still the wanted one. */
		isCurrent: (stay: Stay) => stays.get(stay.room) === stay,
		/** The stay whose messages count: what arrives for any other room came too late (I12). */
		joined(room: string): Stay | undefined {
			const stay = stays.get(room);
			return stay?.status === 'joined' ? stay : undefined;
		},
		/** The connection is gone, the wish remains. Returns the rooms that were joined. */
		disconnected(): string[] {
			const left: string[] = [];
			for (const stay of stays.values()) {
				if (stay.status !== 'joined') continue;
				stay.status = 'waiting';
				left.push(stay.room);
			}
			return left;
		}
	};
}
