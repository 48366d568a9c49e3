import type { IncomingMessage } from 'node:http';
import type { Cursor } from '../../protocol/cursor.ts';
import type { RealtimeContext } from './context.ts';
import { clientAddress } from './guards/address.ts';
import { requireCursor } from './guards/cursor.ts';
import { isAllowedOrigin } from './guards/origin.ts';
import { headOfNode, targetOf } from './guards/request.ts';
import { requireRoom } from './guards/room.ts';
import type { Identity } from './identity.ts';
import { Refusal } from './refusal.ts';
import { clearSessionCookie } from './session/cookie.ts';

/** A request to read from a room that may be granted. */
export interface Admission {
	room: string;
	/** From where the reader goes on; null for the next message. */
	after: Cursor | null;
	identity: Identity;
	/** The client's. */
	address: string;
	/** Headers that belong to every answer: a cookie that is no use is cleared. */
	headers: Record<string, string>;
}

export interface Asked {
	/** The room's name as it stands in the path. */
	room: string;
	/** `connection`: a guest is somebody else each time; `address`: the same one for the same address. */
	guests: 'connection' | 'address';
}

/**
 * The guards before a stream or poll of a room: origin, room, cursor, credentials. `Last-Event-ID` wins
 * over `?after=`: a browser reconnects to the address it began with, and the header is newer.
 * @throws Refusal `forbidden_origin`, `bad_room`, `room_closed`, `bad_cursor`, `unauthorised`, `token_expired`
 */
export async function admit(
	req: IncomingMessage,
	{ room, guests }: Asked,
	{ config, sessions }: RealtimeContext
): Promise<Admission> {
	const head = headOfNode(req);
	if (!isAllowedOrigin(head, config)) throw new Refusal('forbidden_origin');
	const name = requireRoom(decoded(room), config.openRooms);
	const after = head.header('last-event-id') || targetOf(req).query.get('after');
	const cursor = requireCursor(after);
	const address = clientAddress(head, config);
	const isLasting = guests === 'address';
	const { identity, staleCookie } = await sessions.of(head, isLasting ? address : undefined);
	if (identity === null) throw new Refusal('unauthorised');
	const headers: Record<string, string> = staleCookie ? { 'set-cookie': clearSessionCookie() } : {};
	return { room: name, after: cursor, identity, address, headers };
}

/** What a path segment stands for; null, which is no room, if it is no percent-encoding. */
function decoded(segment: string): string | null {
	try {
		return decodeURIComponent(segment);
	} catch {
		return null;
	}
}
