import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeKind, type CloseCode } from '../../../../protocol/close-codes.ts';
import type { Closing, Message, Welcome } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import { encodeSse, encodeSseComment } from '../../../../protocol/sse.ts';
import type { Connection, Ending, Fanout, Group, RoomEvent } from '../../connection.ts';
import type { Identity } from '../../session/identity.ts';
import { joinChunks, outboundBudgetBytes, Progress, whenDrained } from '../../hub/outbound.ts';
import { jitterMs } from '../../jitter.ts';

/** How long what was said at the end may take to leave before the socket is cut. */
const farewellMs = 2000;
/** Comments come a little more often than every 15 seconds. */
export const beatMs = 13_000;

/** A piece of a stream, ready for the wire in both forms of HTTP/1. */
interface Piece {
	/** For HTTP/1.0, whose answers end with the connection. */
	plain: Buffer;
	/** With the frame of `Transfer-Encoding: chunked` (RFC 9112 §7.1). */
	chunk: Buffer;
}

const heartbeat = piece(Buffer.from(encodeSseComment()));

/** One event stream in one room. */
export class SseConnection implements Connection {
	readonly identity: Identity;
	closedWith: CloseCode | undefined;
	readonly #res: ServerResponse;
	readonly #progress = new Progress();
	#beatenAt = performance.now();
	#endedAt: number | null = null;
	#id: string | undefined;
	/** The response's socket, as soon as the response holds nothing back: it never will again. */
	#direct: Socket | null = null;

	constructor(res: ServerResponse, identity: Identity) {
		this.#res = res;
		this.identity = identity;
	}

	/** Made when somebody asks for it: a stream only listens. */
	get id(): string {
		return (this.#id ??= randomId(12));
	}

	get transport(): 'sse' {
		return 'sse';
	}

	get fanout(): Fanout {
		return sseFanout;
	}

	/** The first event. Its id is from where a browser goes on that loses the stream before any message. */
	welcome(welcome: Welcome): void {
		const data = JSON.stringify(welcome);
		// Each reader gets a pause of its own: a thousand that lose one server do not return as one (S7).
		const retry = 1000 + Math.random() * 2000;
		const text = encodeSse({ event: 'welcome', id: welcome.cursor, retry, data });
		this.write(piece(Buffer.from(text)));
	}

	send(event: RoomEvent): void {
		this.write(encodeEvent(event));
	}

	deliver(messages: readonly Message[]): void {
		for (const piece of encodeMessages(messages)) this.write(piece);
	}

	/**
	 * Writes the same bytes that all others get, unless that would be more than the reader may leave
	 * unread. They go to the socket itself when the response holds nothing back: the response would frame
	 * them anew, in three parts, for every reader.
	 */
	write({ plain, chunk }: Piece): void {
		const sender = (this.#direct ??= directSocketOf(this.#res)) ?? this.#res;
		if (this.#endedAt !== null || sender.destroyed) return;
		if (sender.writableLength + chunk.length > outboundBudgetBytes) return this.close(4408);
		sender.write(this.#direct === null ? plain : chunk);
	}

	drained(): Promise<void> {
		return whenDrained(this.#res.socket, () => this.#res.writableLength);
	}

	/** A comment now and then; the end of who does not read, or not even that it has ended. */
	beat(now: number): void {
		if (this.#endedAt !== null) {
			if (now - this.#endedAt >= farewellMs) this.#res.destroy();
			return;
		}
		if (this.#progress.isStalled(this.#res.socket ?? this.#res, now)) return this.close(4408);
		if (now - this.#beatenAt < beatMs) return;
		this.#beatenAt = now;
		this.write(heartbeat);
	}

	/** There is no close code on HTTP: `closing` carries it, and a fresh `retry:` when to come back. */
	close(code: CloseCode, { reason = closeKind(code).reason, retryAfterMs }: Ending = {}): void {
		if (this.#endedAt !== null) return;
		this.#endedAt = performance.now();
		this.closedWith = code;
		const closing: Closing = { code, reason, retryAfterMs };
		const retry = retryAfterMs ?? jitterMs();
		this.#res.end(encodeSse({ event: 'closing', retry, data: JSON.stringify(closing) }));
	}
}

/** Null while the response holds something back, and for HTTP/1.0, which knows no chunks. */
function directSocketOf({
	socket,
	writableLength,
	chunkedEncoding
}: ServerResponse): Socket | null {
	return chunkedEncoding && socket?.writableLength === writableLength ? socket : null;
}

function encodeEvent({ type, ...event }: RoomEvent): Piece {
	const id = 'cursor' in event ? { id: event.cursor } : {};
	return piece(Buffer.from(encodeSse({ event: type, ...id, data: JSON.stringify(event) })));
}

/** The events of messages, each with its id, joined for one write. */
function encodeMessages(messages: readonly Message[]): Piece[] {
	const events = messages.map((message) =>
		Buffer.from(encodeSse({ event: 'message', id: message.id, data: JSON.stringify(message) }))
	);
	return joinChunks(events).map(piece);
}

function piece(plain: Buffer): Piece {
	const size = `${plain.length.toString(16)}\r\n`;
	return { plain, chunk: Buffer.concat([Buffer.from(size), plain, Buffer.from('\r\n')]) };
}

/** The live streams of one room: a message is turned into bytes once for all of them. */
class SseGroup implements Group {
	readonly #members = new Set<SseConnection>();

	add(connection: SseConnection): void {
		this.#members.add(connection);
	}

	delete(connection: SseConnection): void {
		this.#members.delete(connection);
	}

	send(event: RoomEvent): void {
		const piece = encodeEvent(event);
		for (const connection of this.#members) connection.write(piece);
	}

	deliver(messages: readonly Message[]): void {
		if (this.#members.size === 0) return;
		for (const piece of encodeMessages(messages)) {
			for (const connection of this.#members) connection.write(piece);
		}
	}
}

const sseFanout: Fanout = { group: () => new SseGroup() };
