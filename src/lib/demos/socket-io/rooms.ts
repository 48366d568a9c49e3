import { privateRoom } from '$lib/protocol/room.ts';

/** A room of the demonstration: its label, and its unguessable name on the server. */
export interface DemoRoom {
	label: string;
	room: string;
}

/** Creates three rooms for this reader. Nobody else can guess their names. */
export function createRooms(): DemoRoom[] {
	return ['general', 'tech', 'random'].map((label) => ({ label, room: privateRoom(label) }));
}
