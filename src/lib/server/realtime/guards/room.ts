import { isRoom, isUnguessable } from '../../../protocol/room.ts';
import { Refusal } from '../refusal.ts';

/**
 * The room's name, checked.
 *
 * While `OPEN_ROOMS` is off, only rooms that nobody meets in by chance: a public room for free text is a
 * thing that somebody has to watch over.
 * @throws Refusal `bad_room` or `room_closed`
 */
export function requireRoom(room: unknown, openRooms: boolean): string {
	if (!isRoom(room)) throw new Refusal('bad_room', { field: 'room' });
	if (!openRooms && !isUnguessable(room)) throw new Refusal('room_closed', { field: 'room' });
	return room;
}
