import { privateRoom } from '$lib/protocol/room.ts';

/** A room of the demonstration: what it is called here, and its unguessable name on the server. */
export interface DemoRoom {
	label: string;
	room: string;
}

/** The reader's own three rooms. Strangers cannot meet in them: each name ends at random. */
export function createRooms(): DemoRoom[] {
	return ['general', 'tech', 'random'].map((label) => ({ label, room: privateRoom(label) }));
}
