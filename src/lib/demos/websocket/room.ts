import { isRoom, isUnguessable, privateRoom } from '$lib/protocol/room.ts';

const parameter = 'room';
const storageKey = 'wirelab:demo:websocket:room';

const isOwn = (room: string | null): room is string => isRoom(room) && isUnguessable(room);

/** The room in an invitation; null if the address is not an invitation. */
export function invitedRoom(pageUrl: string): string | null {
	const room = new URL(pageUrl).searchParams.get(parameter);
	return isOwn(room) ? room : null;
}

/** The room of this tab. A reload keeps it, so that a second device stays in the same room. */
export function ownRoom(open: () => Pick<Storage, 'getItem' | 'setItem'>): string {
	try {
		const storage = open();
		const stored = storage.getItem(storageKey);
		if (isOwn(stored)) return stored;
		const room = privateRoom('chat');
		storage.setItem(storageKey, room);
		return room;
	} catch {
		// Without access to storage, a reload changes the room.
		return privateRoom('chat');
	}
}

/** The address of this page with which another device joins the room. */
export function invitation(room: string, pageUrl: string): string {
	const url = new URL(pageUrl);
	url.search = '';
	url.searchParams.set(parameter, room);
	url.hash = 'demo-websocket';
	return url.href;
}
