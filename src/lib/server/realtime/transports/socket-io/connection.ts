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
import type { Connection, Ending, Fanout, Group, RoomEvent } from '../../connection.ts';
import { rateLimitStrikeCounter, malformedStrikeCounter } from '../../guards/strikes.ts';
import type { Identity } from '../../session/identity.ts';
import type { LocalFanOut } from './adapter.ts';
import { outletOf, type Outlet } from './outlet.ts';

/** What the server keeps of a socket. */
export interface SocketData {
	identity: Identity;
}

/** What instances tell one another. */
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
 * The name of a room inside Socket.IO. Every socket is also in a room that bears its own id: without the
 * prefix, whoever joins a "room" of that name gets that socket's private messages.
 */
// #region room-key
export function roomKey(room: string): string {
	return `room:${room}`; // 個人用の部屋(socket.id と同じ名前)と、決して重ならない
}
// #endregion room-key

/** How long a client that has left the namespace may take to come back on the same connection. */
const namespaceMs = 10_000;

/** One Socket.IO socket, in any number of rooms. */
export class SocketIoConnection implements Connection {
	readonly id: string;
	readonly transport = 'socket-io';
	readonly fanout: Fanout;
	readonly socket: RoomSocket;
	closedWith: CloseCode | undefined;
	readonly #outlet: Outlet;
	readonly #strikes = malformedStrikeCounter();
	readonly #haste = rateLimitStrikeCounter();

	constructor(socket: RoomSocket, fanout: Fanout) {
		this.id = socket.id;
		this.socket = socket;
		this.fanout = fanout;
		this.#outlet = outletOf(socket.conn);
		this.#outlet.onTooSlow = () => this.close(4408);
		this.#outlet.onFault = (code) => isCloseCode(code) && this.#tellClosing(code);
		this.#outlet.endIn(Infinity);
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
		return this.#outlet.drained();
	}

	/** Notes a malformed event; too many end the connection. */
	offend(): void {
		if (this.#strikes.add(performance.now())) this.close(4400);
	}

	/** Notes a message that was one too many; whoever does not heed the answers is closed. */
	hurry(): void {
		if (this.#haste.add(performance.now())) this.close(4429);
	}

	/** Ends a connection that was let in and cannot be served: it comes back and resumes. */
	giveUp({ code, retryAfterMs }: Problem): void {
		this.close(closeCodeOf(code), {
			reason: code,
			...(retryAfterMs !== undefined && { retryAfterMs })
		});
	}

	/** Closes the transport: after `socket.disconnect()` a client would not come back by itself. */
	close(code: CloseCode, ending: Ending = {}): void {
		this.#tellClosing(code, ending);
		this.#outlet.end();
	}

	#tellClosing(
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
	 * It has left the namespace; the connection below it may live on. No other use of it is known here, and
	 * one that nothing is said on would stay for ever.
	 */
	left(): void {
		this.#outlet.endIn(namespaceMs);
	}
}

/** An event is its name and its value here: two of one pair, which the types have to see. */
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
	readonly #fanOut: LocalFanOut;
	readonly #key: string;

	constructor(io: RoomServer, fanOut: LocalFanOut, room: string) {
		this.#io = io;
		this.#fanOut = fanOut;
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

	/** `local`: the broker has already told every process; Socket.IO's own relay would tell them twice. */
	deliver(messages: readonly Message[]): void {
		this.#fanOut.together(() => {
			for (const message of messages) this.#io.local.to(this.#key).emit('message', message);
		});
	}
}

export function socketIoFanout(io: RoomServer, fanOut: LocalFanOut): Fanout {
	return { group: (room) => new SocketIoGroup(io, fanOut, room) };
}
