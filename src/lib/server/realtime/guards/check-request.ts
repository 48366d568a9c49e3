import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cursor } from '../../../protocol/cursor.ts';
import type { RealtimeContext } from '../context.ts';
import { clientAddress } from './address.ts';
import { requireCursor } from './cursor.ts';
import { isAllowedOrigin } from './origin.ts';
import { headOfNode, targetOf } from './request.ts';
import { requireRoom } from './room.ts';
import type { Identity } from '../session/identity.ts';
import { Refusal } from '../refusal.ts';
import { clearSessionCookie } from '../session/cookie.ts';

/** A request for a room that may be granted. */
export interface CheckedRequest {
	room: string;
	identity: Identity;
	/** The client's. */
	address: string;
}

/** The same for a reader. */
export interface CheckedReader extends CheckedRequest {
	/** From where the reader goes on; null for the next message. */
	after: Cursor | null;
}

export interface RequestedRoom {
	/** The room's name as it stands in the path. */
	room: string;
	/** `connection`: a guest is somebody else each time; `address`: the same one for the same address. */
	guests: 'connection' | 'address';
}

/**
 * The guards before whatever is asked of a room over HTTP: origin, credentials, room. A useless cookie is
 * cleared by any answer, a rejection too.
 * @throws Refusal `forbidden_origin`, `bad_room`, `room_closed`, `unauthorised`, `token_expired`
 */
export async function checkRequest(
	req: IncomingMessage,
	res: ServerResponse,
	{ room, guests }: RequestedRoom,
	{ config, sessions }: RealtimeContext
): Promise<CheckedRequest> {
	const head = headOfNode(req);
	if (!isAllowedOrigin(head, config)) throw new Refusal('forbidden_origin');
	const address = clientAddress(head, config);
	const isLasting = guests === 'address';
	const { identity, staleCookie } = await sessions.of(head, isLasting ? address : undefined);
	if (staleCookie && !res.headersSent) res.setHeader('set-cookie', clearSessionCookie());
	const name = requireRoom(decoded(room), config.openRooms);
	if (identity === null) throw new Refusal('unauthorised');
	return { room: name, identity, address };
}

/**
 * The guards before a stream or poll of a room: those of `checkRequest`, and the cursor. `Last-Event-ID` wins over
 * `?after=`: a browser reconnects to the address it began with, and the header is newer.
 * @throws Refusal as `checkRequest`, and `bad_cursor`
 */
export async function checkReader(
	req: IncomingMessage,
	res: ServerResponse,
	asked: RequestedRoom,
	context: RealtimeContext
): Promise<CheckedReader> {
	const admission = await checkRequest(req, res, asked, context);
	const after = headOfNode(req).header('last-event-id') || targetOf(req).query.get('after');
	return { ...admission, after: requireCursor(after) };
}

/** What a path segment stands for; null, which is no room, if it is no percent-encoding. */
function decoded(segment: string): string | null {
	try {
		return decodeURIComponent(segment);
	} catch {
		return null;
	}
}
