import type { Duplex } from 'node:stream';
import { WebSocket, type RawData } from 'ws';
import {
	closeCodeOf,
	closeKind,
	isCloseCode,
	type CloseCode
} from '../../../../protocol/close-codes.ts';
import type { Problem } from '../../../../protocol/errors.ts';
import type { Message } from '../../../../protocol/message.ts';
import { randomId } from '../../../../protocol/room.ts';
import type { ServerEvent } from '../../../../protocol/server-event.ts';
import type { Connection, Ending, Fanout, Group, RoomEvent } from '../../connection.ts';
import {
	rateLimitStrikeCounter,
	malformedStrikeCounter,
	type Strikes
} from '../../guards/strikes.ts';
import { unidentified } from '../../session/identity.ts';
import { joinChunks, outboundBudgetBytes, Progress, whenDrained } from '../../hub/outbound.ts';
import { Refusal } from '../../refusal.ts';
import { encodeTextFrame, payloadOf } from '../../wire/text-frame.ts';

export const pingMs = 25_000;
export const deadMs = 60_000;

const asText = { binary: false };

// Shared, for ten thousand idle connections are made of such things.
const settled = Promise.resolve();
const nothing: () => void = () => undefined;

/** What is written at once: the frames, and the same joined into few pieces. */
interface Batch {
	frames: readonly Buffer[];
	pieces: readonly Buffer[];
}

/** Who handles what a connection hears. */
interface WebSocketOwner {
	/** Events of one connection that may be under way at a time; further ones are ignored. */
	readonly maxPending: number;
	receive(connection: WebSocketConnection, text: string): Promise<void> | void;
	/** Calls `answer` unless there were too many pings. */
	ping(connection: WebSocketConnection, answer: () => void): Promise<void>;
	gone(connection: WebSocketConnection): void;
}

/** Whose connection it is, on this side and on the other. */
interface WebSocketOrigin {
	owner: WebSocketOwner;
	address: string;
}

/** A `ws` socket that knows its connection, so that all sockets share one set of listeners. */
export class RoomSocket extends WebSocket {
	connection: WebSocketConnection | undefined;

	/**
	 * `ws` ends a connection by itself after a protocol error (1002, 1007, 1009) and calls this without a
	 * reason: the only moment at which the reader can still be told. All our own calls give a reason.
	 */
	override close(code?: number, reason?: string | Buffer): void {
		if (code !== undefined && reason === undefined) this.connection?.fail(code);
		super.close(code, reason);
	}
}

/** One WebSocket in one room. */
export class WebSocketConnection implements Connection {
	readonly ws: RoomSocket;
	/** The client's. */
	readonly address: string;
	identity = unidentified;
	closedWith: CloseCode | undefined;
	/** Null until it may enter its room. */
	room: string | null = null;
	/** Settles when it has been let in, with everything it missed, or refused. */
	ready = settled;
	/** Gives back its place among all connections. */
	release = nothing;
	/** When it last gave a sign of life (monotonic ms). */
	seenAt = performance.now();
	#pingedAt = this.seenAt;
	/** Events under way. */
	#pending = 0;
	readonly #progress = new Progress();
	#strikes: Strikes | undefined;
	#haste: Strikes | undefined;
	#onSignIn: (() => void) | undefined;
	#id: string | undefined;
	readonly #socket: Duplex;
	readonly #owner: WebSocketOwner;

	constructor(ws: RoomSocket, socket: Duplex, { owner, address }: WebSocketOrigin) {
		ws.connection = this;
		this.ws = ws;
		this.#socket = socket;
		this.#owner = owner;
		this.address = address;
	}

	/** Made when somebody asks for it: most connections only listen. */
	get id(): string {
		return (this.#id ??= randomId(12));
	}

	get transport(): 'websocket' {
		return 'websocket';
	}

	get fanout(): Fanout {
		return webSocketFanout;
	}

	/** A data frame has come in. The protocol is text; binary is refused as RFC 6455 §7.4.1 says. */
	hear(data: RawData, isBinary: boolean): void {
		this.seenAt = performance.now();
		if (this.ws.readyState !== WebSocket.OPEN) return;
		if (isBinary) this.close(1003);
		else if (this.#pending < this.#owner.maxPending) {
			this.#track(this.#owner.receive(this, textOf(data)));
		}
	}

	#track(handled: Promise<void> | void): void {
		if (handled === undefined) return;
		this.#pending++;
		void handled.finally(() => this.#pending--);
	}

	/** A ping frame has come in. The pong carries the same data (RFC 6455 §5.5.3). */
	pinged(data: Buffer): void {
		this.seenAt = performance.now();
		if (this.ws.readyState !== WebSocket.OPEN || this.#pending >= this.#owner.maxPending) return;
		const pong = () => {
			if (this.#fits(data)) this.ws.pong(data);
		};
		this.#track(this.#owner.ping(this, pong));
	}

	/** The socket has closed. */
	gone(): void {
		this.#owner.gone(this);
	}

	send(event: ServerEvent): void {
		this.write(batchOf([encodeEvent(event)]));
	}

	deliver(messages: readonly Message[]): void {
		this.write(encodeMessages(messages));
	}

	/**
	 * Writes the same bytes that all others get, unless that would be more than the reader may leave
	 * unread. They go to the socket itself while `ws` holds nothing back; otherwise through `ws`, behind
	 * what waits there.
	 */
	write({ pieces, frames }: Batch): void {
		if (this.ws.bufferedAmount !== this.#socket.writableLength) {
			for (const frame of frames) if (this.#fits(frame)) this.ws.send(payloadOf(frame), asText);
			return;
		}
		for (const piece of pieces) if (this.#fits(piece)) this.#socket.write(piece);
	}

	drained(): Promise<void> {
		return whenDrained(this.#socket);
	}

	/** Resolves when `signIn` is called. @throws Refusal `unauthorised` after `timeoutMs` */
	signedIn(timeoutMs: number): Promise<void> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Refusal('unauthorised')), timeoutMs).unref();
			this.#onSignIn = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/** A ticket has said who it is. */
	signIn(): void {
		this.#onSignIn?.();
	}

	/** Answers a message that is none; too many of them end the connection. */
	offend(problem: Problem): void {
		this.send({ type: 'error', ...problem });
		this.#strikes ??= malformedStrikeCounter();
		if (this.#strikes.add(performance.now())) this.close(4400);
	}

	/** Answers a message that cannot be taken; whoever does not heed that there are too many is closed. */
	turnDown(problem: Problem, about: { clientId?: string } = {}): void {
		this.send({ type: 'error', ...problem, ...about });
		if (problem.code !== 'rate_limited') return;
		this.#haste ??= rateLimitStrikeCounter();
		if (this.#haste.add(performance.now())) this.close(4429);
	}

	/** Ends a connection that cannot be let in, or not any longer. */
	refuse({ code, message, retryAfterMs }: Problem): void {
		this.send({ type: 'error', code, message });
		this.close(closeCodeOf(code), {
			reason: code,
			...(retryAfterMs !== undefined && { retryAfterMs })
		});
	}

	/** Pings it every 25 seconds, cuts it after 60 without any sign of life, or 30 of taking nothing. */
	// #region beat
	beat(now: number): void {
		// 受け取りが30秒止まっている
		if (this.#progress.isStalled(this.#socket, now)) this.close(4408);
		// 返事が60秒ない。close フレームを待っても来ないので、待たずに切る
		if (now - this.seenAt > deadMs) return this.#cut();
		if (now - this.#pingedAt < pingMs) return;
		this.#pingedAt = now;
		this.ws.ping();
	}
	// #endregion beat

	/** `ws` is about to end the connection because of what came in. */
	fail(code: number): void {
		if (isCloseCode(code)) this.closedWith ??= code;
		this.#tellClosing(code);
	}

	/**
	 * Whoever can still read, but does not answer, learns that it is to come back; nobody waits for the others.
	 * Where closings are counted it has left: nearly always the line has been gone for long.
	 */
	#cut(): void {
		this.#tellClosing(4408);
		this.ws.terminate();
	}

	close(code: CloseCode, ending: Ending = {}): void {
		this.closedWith ??= code;
		this.#tellClosing(code, ending);
		this.ws.close(code, ending.reason ?? closeKind(code).name);
	}

	/** Whether this much may be sent. A reader that has left too much unread is closed. */
	#fits({ length }: Buffer): boolean {
		if (this.ws.readyState !== WebSocket.OPEN) return false;
		if (this.ws.bufferedAmount + length <= outboundBudgetBytes) return true;
		this.close(4408);
		return false;
	}

	/** The last event, before the socket itself closes. */
	#tellClosing(code: number, ending: Ending = {}): void {
		const { reason = closeKind(code).reason, retryAfterMs } = ending;
		if (this.ws.readyState !== WebSocket.OPEN) return;
		this.ws.send(JSON.stringify({ type: 'closing', code, reason, retryAfterMs }));
	}
}

/** `ws` hands over a Buffer unless told otherwise; its type knows all it could be told. */
function textOf(data: RawData): string {
	if (Buffer.isBuffer(data)) return data.toString();
	return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data).toString();
}

/** The fields of an event stand beside its `type`. */
function encodeEvent(event: ServerEvent): Buffer {
	return encodeTextFrame(JSON.stringify(event));
}

function encodeMessages(messages: readonly Message[]): Batch {
	return batchOf(messages.map((message) => encodeEvent({ type: 'message', ...message })));
}

function batchOf(frames: readonly Buffer[]): Batch {
	return { frames, pieces: joinChunks(frames) };
}

/** The live sockets of one room: a message is turned into bytes once for all of them. */
class WebSocketGroup implements Group {
	readonly #members = new Set<WebSocketConnection>();

	add(connection: WebSocketConnection): void {
		this.#members.add(connection);
	}

	delete(connection: WebSocketConnection): void {
		this.#members.delete(connection);
	}

	send(event: RoomEvent): void {
		const batch = batchOf([encodeEvent(event)]);
		for (const connection of this.#members) connection.write(batch);
	}

	deliver(messages: readonly Message[]): void {
		if (this.#members.size === 0) return;
		const batch = encodeMessages(messages);
		for (const connection of this.#members) connection.write(batch);
	}
}

const webSocketFanout: Fanout = { group: () => new WebSocketGroup() };
