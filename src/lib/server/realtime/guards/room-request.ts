import type { IncomingMessage, ServerResponse } from 'node:http';
import { clearSessionCookie } from '../session/cookie.ts';
import type { ReaderOptions, RoomOptions } from './check-request.ts';
import { headOfNode, targetOf } from './request.ts';

/**
 * The options of the guards for a request for `/api/rooms/{room}/…`.
 * @param room the room's name as written in the path
 */
export function roomOptionsOf(
	res: ServerResponse,
	room: string,
	guests: RoomOptions['guests']
): RoomOptions {
	const onStaleCookie = () => {
		if (!res.headersSent) res.setHeader('set-cookie', clearSessionCookie());
	};
	return { room: decodeSegment(room), guests, onStaleCookie };
}

/**
 * The options for a stream or poll. `Last-Event-ID` is used rather than `?after=`: a browser reconnects to the
 * same address, so the header is newer.
 */
export function readerOptionsOf(
	req: IncomingMessage,
	res: ServerResponse,
	room: string,
	guests: RoomOptions['guests']
): ReaderOptions {
	const { query } = targetOf(req);
	const after = headOfNode(req).header('last-event-id') || query.get('after');
	return { ...roomOptionsOf(res, room, guests), after, guest: query.get('guest') };
}

/** The text of a path segment; null, which is no valid room, if its percent-encoding is invalid. */
function decodeSegment(segment: string): string | null {
	try {
		return decodeURIComponent(segment);
	} catch {
		return null;
	}
}
