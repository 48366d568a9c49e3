import { isRoom, isUnguessable } from '../../../protocol/room.ts';
import { Refusal } from '../refusal.ts';

/**
 * Validates a room's name.
 *
 * While `OPEN_ROOMS` is off, the name must be unguessable: a public room for free text needs moderation.
 * @throws Refusal `bad_room` or `room_closed`
 */
export function requireRoom(room: unknown, openRooms: boolean): string {
	if (!isRoom(room)) throw new Refusal('bad_room', { field: 'room' });
	if (!openRooms && !isUnguessable(room)) throw new Refusal('room_closed', { field: 'room' });
	return room;
}
