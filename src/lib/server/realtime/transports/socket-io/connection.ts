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
	type Group,
	type RoomEvent
} from '../../connection.ts';
import { rateLimitStrikeCounter, malformedStrikeCounter } from '../../guards/strikes.ts';
import type { Identity } from '../../session/identity.ts';
import type { LocalBroadcaster } from './adapter.ts';
import { outboundOf, type EngineOutbound } from './outbound.ts';

/** What Socket.IO keeps for each socket. */
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
	readonly fanout: Fanout;
	readonly socket: RoomSocket;
	closedWith: CloseCode | undefined;
	readonly #outbound: EngineOutbound;
	readonly #malformed = malformedStrikeCounter();
	readonly #rateLimited = rateLimitStrikeCounter();

	constructor(socket: RoomSocket, fanout: Fanout) {
		this.id = socket.id;
		this.socket = socket;
		this.fanout = fanout;
		this.#outbound = outboundOf(socket.conn);
		this.#outbound.onTooSlow = () => this.close(4408);
		this.#outbound.onProtocolError = (code) => isCloseCode(code) && this.#sendClosing(code);
		this.#outbound.closeAfter(Infinity);
	}

	get identity(): Identity {
		return this.socket.data.identity;
	}

	send(event: RoomEvent): void {
		emit(this.socket, event);
	}

	deliver(messages: readonly Message[]): void {
		for (const message of messages) this.socket.emit('message', message);
	}

	drained(): Promise<void> {
		return this.#outbound.drained();
	}

	/** Counts a malformed event; too many close the connection. */
	strikeMalformed(): void {
		if (this.#malformed.add(performance.now())) this.close(4400);
	}

	/** Counts a message over the rate limit; too many close the connection. */
	strikeRateLimited(): void {
		if (this.#rateLimited.add(performance.now())) this.close(4429);
	}

	/** Closes a connection that cannot be served, or not any longer. */
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
		this.socket.emit('closing', {
			code,
			...(reason && { reason }),
			...(retryAfterMs !== undefined && { retryAfterMs })
		});
	}

	/**
	 * The client has left the namespace, but the Engine.IO connection below stays open. Nothing else uses it,
	 * so it would stay for good.
	 */
	leaveNamespace(): void {
		this.#outbound.closeAfter(namespaceTimeoutMs);
	}
}

/** Socket.IO's events are a name and a value; the types have to see that the two belong together. */
function emit(to: RoomSocket | ReturnType<RoomServer['to']>, event: RoomEvent): void {
	if (event.type === 'gap') {
		const { type, ...gap } = event;
		to.emit(type, gap);
	} else {
		const { type, ...presence } = event;
		to.emit(type, presence);
	}
}

/** The live sockets of one room are the members of a Socket.IO room, on this process only. */
class SocketIoGroup implements Group {
	readonly #io: RoomServer;
	readonly #broadcaster: LocalBroadcaster;
	readonly #key: string;

	constructor(io: RoomServer, broadcaster: LocalBroadcaster, room: string) {
		this.#io = io;
		this.#broadcaster = broadcaster;
		this.#key = roomKey(room);
	}

	add(connection: SocketIoConnection): void {
		void connection.socket.join(this.#key);
	}

	delete(connection: SocketIoConnection): void {
		void connection.socket.leave(this.#key);
	}

	send(event: RoomEvent): void {
		emit(this.#io.local.to(this.#key), event);
	}

	/** `local`: the broker delivers to every process; Socket.IO's own relay would deliver a second time. */
	deliver(messages: readonly Message[]): void {
		this.#broadcaster.batch(() => {
			for (const message of messages) this.#io.local.to(this.#key).emit('message', message);
		});
	}
}

export function socketIoFanout(io: RoomServer, broadcaster: LocalBroadcaster): Fanout {
	return { group: (room) => new SocketIoGroup(io, broadcaster, room) };
}
