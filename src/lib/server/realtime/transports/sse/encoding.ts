import type { Message, Welcome } from '../../../../protocol/message.ts';
import { encodeSse, encodeSseComment } from '../../../../protocol/sse.ts';
import type { RoomEvent } from '../../connection.ts';
import { joinChunks } from '../../hub/outbound.ts';
import { randomRetryMs } from '../../wire/event-stream.ts';

/** A piece of a stream, without and with HTTP framing. */
export interface Piece {
	/** For the response, which adds the framing; HTTP/1.0 needs none. */
	plain: Buffer;
	/** For the socket: with the framing of `Transfer-Encoding: chunked` (RFC 9112 §7.1). */
	chunk: Buffer;
}

/** A comment: keeps proxies from closing a silent stream (S6). */
export const heartbeat = pieceOf(encodeSseComment());

/** The first event. If the stream breaks before the first message, the browser resumes from the id of this event. */
export function encodeWelcome(welcome: Welcome): Piece {
	const data = JSON.stringify(welcome);
	return pieceOf(encodeSse({ event: 'welcome', id: welcome.cursor, retry: randomRetryMs(), data }));
}

export function encodeEvent({ type, ...event }: RoomEvent): Piece[] {
	const id = 'cursor' in event ? { id: event.cursor } : {};
	return [pieceOf(encodeSse({ event: type, ...id, data: JSON.stringify(event) }))];
}

/** Messages as events, each with its id, joined into few pieces. */
export function encodeMessages(messages: readonly Message[]): Piece[] {
	const events = messages.map((message) =>
		Buffer.from(encodeSse({ event: 'message', id: message.id, data: JSON.stringify(message) }))
	);
	return joinChunks(events).map(pieceOf);
}

function pieceOf(content: Buffer | string): Piece {
	const plain = Buffer.isBuffer(content) ? content : Buffer.from(content);
	const size = `${plain.length.toString(16)}\r\n`;
	return { plain, chunk: Buffer.concat([Buffer.from(size), plain, Buffer.from('\r\n')]) };
}
