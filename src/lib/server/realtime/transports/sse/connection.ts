import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeCodeOf, closeKind, type CloseCode } from '../../../../protocol/close-codes.ts';
import type { Problem } from '../../../../protocol/errors.ts';
import type { Message, Welcome } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import {
	endingOf,
	type Connection,
	type Ending,
	type Fanout,
	type RoomEvent
} from '../../connection.ts';
import { EncodedGroup } from '../../hub/group.ts';
import { closeGraceMs, Progress, whenDrained } from '../../hub/outbound.ts';
import { jitterMs } from '../../jitter.ts';
import { outboundBudgetBytes, sseHeartbeatMs } from '../../limits.ts';
import type { Identity } from '../../session/identity.ts';
import { linkSubject, reportStep } from '../../tap/steps.ts';
import { encodeClosingEvent } from '../../wire/event-stream.ts';
import { encodeEvent, encodeMessages, encodeWelcome, heartbeat, type Piece } from './encoding.ts';

/** One event stream in one room. */
export class SseConnection implements Connection {
	readonly identity: Identity;
	closedWith: CloseCode | undefined;
	readonly #res: ServerResponse;
	readonly #progress = new Progress();
	#lastHeartbeatAt = performance.now();
	#endedAt: number | null = null;
	#id: string | undefined;
	/** The response's socket; set once the response buffers nothing. From then on all pieces bypass the response. */
	#direct: Socket | null = null;

	constructor(res: ServerResponse, identity: Identity) {
		this.#res = res;
		this.identity = identity;
		linkSubject(this, res.req);
		reportStep(this, 'handshake-answered', { detail: 200 });
	}

	/** Made on first use: most streams never need it. */
	get id(): string {
		return (this.#id ??= randomId(12));
	}

	get transport(): 'sse' {
		return 'sse';
	}

	get fanout(): Fanout {
		return sseFanout;
	}

	welcome(welcome: Welcome): void {
		this.#write(encodeWelcome(welcome));
	}

	send(event: RoomEvent): void {
		this.write(encodeEvent(event));
	}

	deliver(messages: readonly Message[]): void {
		this.write(encodeMessages(messages));
	}

	/** Writes pieces that all readers share. */
	write(pieces: readonly Piece[]): void {
		for (const piece of pieces) this.#write(piece);
	}

	/**
	 * Writes a piece, or closes the connection if the reader has left too much unread. The bytes are written
	 * directly to the socket once the response buffers nothing, because the response would frame them again, in
	 * three parts, for every reader.
	 */
	#write({ plain, chunk }: Piece): void {
		const sender = (this.#direct ??= directSocketOf(this.#res)) ?? this.#res;
		if (this.#endedAt !== null || sender.destroyed) return;
		if (sender.writableLength + chunk.length > outboundBudgetBytes) return this.close(4408);
		sender.write(this.#direct === null ? plain : chunk);
	}

	drained(): Promise<void> {
		return whenDrained(this.#res.socket, () => this.#res.writableLength);
	}

	/** Sends a heartbeat when one is due. Closes a stalled stream; destroys a closed one whose last bytes stay unread. */
	check(now: number): void {
		if (this.#endedAt !== null) {
			if (now - this.#endedAt >= closeGraceMs) this.#res.destroy();
			return;
		}
		if (this.#progress.isStalled(this.#res.socket ?? this.#res, now)) return this.close(4408);
		if (now - this.#lastHeartbeatAt < sseHeartbeatMs) return;
		this.#lastHeartbeatAt = now;
		this.#write(heartbeat);
	}

	/** Closes the connection because of a problem. */
	closeWith(problem: Problem): void {
		reportStep(this, 'rejected', { detail: problem.code });
		this.close(closeCodeOf(problem.code), endingOf(problem));
	}

	/** HTTP has no close codes, so the `closing` event contains the code, and `retry:` says when to reconnect. */
	close(code: CloseCode, { reason = closeKind(code).reason, retryAfterMs }: Ending = {}): void {
		if (this.#endedAt !== null) return;
		this.#endedAt = performance.now();
		this.closedWith = code;
		const closing = { code, reason, retryAfterMs };
		this.#res.end(encodeClosingEvent(closing, retryAfterMs ?? jitterMs()));
		reportStep(this, 'closing-sent', { detail: code });
	}
}

/** Null while the response buffers something, and for HTTP/1.0, which has no chunks. */
function directSocketOf({
	socket,
	writableLength,
	chunkedEncoding
}: ServerResponse): Socket | null {
	return chunkedEncoding && socket?.writableLength === writableLength ? socket : null;
}

const sseFanout: Fanout = { group: () => new EncodedGroup({ encodeEvent, encodeMessages }) };
