import { isRoom, isUnguessable } from '../../protocol/room.ts';

/** A link to this page with `values` in its hash, which browsers do not send to the server. */
export function invitation(values: Record<string, string>, pageUrl: string): string {
	const url = new URL(pageUrl);
	url.search = '';
	url.hash = new URLSearchParams(values).toString();
	return url.href;
}

/** The room that the hash of a link names as `key`. Null if there is none, or if its name can be guessed. */
export function invitedRoom(hash: string, key = 'room'): string | null {
	const room = new URLSearchParams(hash.slice(1)).get(key);
	return isRoom(room) && isUnguessable(room) ? room : null;
}
