import type { Server, Socket } from 'socket.io';
import {
	closeCodeOf,
	closeKind,
	isCloseCode,
	type CloseCode
} from '../../../../protocol/close-codes.ts';
import type { Problem } from '../../../../protocol/errors.ts';
import type { Message } from '../../../../protocol/message.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '../../../../protocol/socket-io.ts';
import {
	endingOf,
	type Connection,
	type Ending,
	type Fanout,
	type RoomEvent
} from '../../connection.ts';
import { rateLimitedMessageCounter, malformedMessageCounter } from '../../guards/violations.ts';
import { EncodedGroup } from '../../hub/group.ts';
import type { Identity } from '../../session/identity.ts';
import { reportStep } from '../../tap/steps.ts';
import { encodeEvent, encodeMessages, type Batch } from './encoding.ts';
import { outboundOf, type EngineOutbound } from './outbound.ts';

/** The data that Socket.IO stores for each socket. */
export interface SocketData {
	identity: Identity;
}

/** Events between instances. */
export interface ServerToServerEvents {
	announcements: (announcements: unknown) => void;
}

export type RoomServer = Server<
	ClientToServerEvents,
	ServerToClientEvents,
	ServerToServerEvents,
	SocketData
>;
export type RoomSocket = Socket<
	ClientToServerEvents,
	ServerToClientEvents,
	ServerToServerEvents,
	SocketData
>;

/**
 * The name of a room inside Socket.IO. Every socket is also in a room named after its id: without the
 * prefix, a client that joins a "room" of that name would get that socket's private messages.
 */
// #region room-key
export function roomKey(room: string): string {
	return `room:${room}`; // 個人用のルーム(socket.id と同じ名前)と、衝突しない
}
// #endregion room-key

/** How long a client that has left the namespace may take to join it again on the same connection. */
const namespaceTimeoutMs = 10_000;

/** One Socket.IO socket, in any number of rooms. */
export class SocketIoConnection implements Connection {
	readonly id: string;
	readonly transport = 'socket-io';
	readonly fanout = socketIoFanout;
	readonly socket: RoomSocket;
	closedWith: CloseCode | undefined;
	readonly #outbound: EngineOutbound;
	readonly #malformed = malformedMessageCounter();
	readonly #rateLimited = rateLimitedMessageCounter();

	constructor(socket: RoomSocket) {
		this.id = socket.id;
		this.socket = socket;
		this.#outbound = outboundOf(socket.conn);
		this.#outbound.onTooSlow = () => this.close(4408);
		this.#outbound.onProtocolError = (code) => isCloseCode(code) && this.#sendClosing(code);
		this.#outbound.closeAfter(Infinity);
	}

	get identity(): Identity {
		return this.socket.data.identity;
	}

	send(event: RoomEvent): void {
		this.write(encodeEvent(event));
	}

	deliver(messages: readonly Message[]): void {
		this.write(encodeMessages(messages));
	}

	/** Writes packets that all readers share. Socket.IO would frame each packet again for each reader. */
	write(batch: Batch): void {
		this.#outbound.write(batch);
	}

	drained(): Promise<void> {
		return this.#outbound.drained();
	}

	/** Counts a malformed event; too many close the connection. */
	countMalformed(): void {
		if (this.#malformed.add(performance.now())) this.close(4400);
	}

	/** Counts a message over the rate limit; too many close the connection. */
	countRateLimited(): void {
		if (this.#rateLimited.add(performance.now())) this.close(4429);
	}

	/** Closes the connection because of a problem. */
	closeWith(problem: Problem): void {
		this.close(closeCodeOf(problem.code), endingOf(problem));
	}

	/** Closes the transport: after `socket.disconnect()` a client would not reconnect by itself. */
	close(code: CloseCode, ending: Ending = {}): void {
		this.#sendClosing(code, ending);
		this.#outbound.close();
	}

	#sendClosing(
		code: CloseCode,
		{ reason = closeKind(code).reason, retryAfterMs }: Ending = {}
	): void {
		this.closedWith ??= code;
		reportStep(this, 'closing-sent', { detail: code });
		this.socket.emit('closing', {
			code,
			...(reason && { reason }),
			...(retryAfterMs !== undefined && { retryAfterMs })
		});
	}

	/**
	 * The client has left the namespace, but the Engine.IO connection below stays open. Nothing else uses it,
	 * so it would stay open forever.
	 */
	leaveNamespace(): void {
		this.#outbound.closeAfter(namespaceTimeoutMs);
	}
}

/** The live sockets of one room. They are also in a room of Socket.IO, so that announcements can leave one of them out. */
class SocketIoGroup extends EncodedGroup<Batch> {
	readonly #key: string;

	constructor(room: string) {
		super({ encodeEvent, encodeMessages });
		this.#key = roomKey(room);
	}

	override add(connection: SocketIoConnection): void {
		super.add(connection);
		void connection.socket.join(this.#key);
	}

	override delete(connection: SocketIoConnection): void {
		super.delete(connection);
		void connection.socket.leave(this.#key);
	}
}

const socketIoFanout: Fanout = { group: (room) => new SocketIoGroup(room) };
