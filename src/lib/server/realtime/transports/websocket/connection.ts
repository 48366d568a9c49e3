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
import { endingOf, type Connection, type Ending, type Fanout } from '../../connection.ts';
import {
	malformedMessageCounter,
	rateLimitedMessageCounter,
	type ViolationCounter
} from '../../guards/violations.ts';
import { EncodedGroup } from '../../hub/group.ts';
import { Progress, whenDrained } from '../../hub/outbound.ts';
import { outboundBudgetBytes, pingIntervalMs, pongTimeoutMs } from '../../limits.ts';
import { Refusal } from '../../refusal.ts';
import { unidentified } from '../../session/identity.ts';
import { reportStep } from '../../tap/steps.ts';
import { payloadOf } from '../../wire/text-frame.ts';
import { encodeEvent, encodeMessages, type Batch } from './encoding.ts';
import { textOf, type RoomSocket } from './socket.ts';

const asText = { binary: false };

// Shared by all connections, to save memory.
const settled = Promise.resolve();
const nothing: () => void = () => undefined;

/** Handles what a connection receives. */
interface WebSocketHandler {
	/** How many events of one connection may be handled at a time; further ones are ignored. */
	readonly maxPending: number;
	handleMessage(connection: WebSocketConnection, text: string): Promise<void> | void;
	/** Calls `answer` unless there were too many pings. */
	handlePing(connection: WebSocketConnection, answer: () => void): Promise<void>;
	handleClose(connection: WebSocketConnection): void;
}

interface WebSocketConnectionOptions {
	handler: WebSocketHandler;
	/** The client's IP address. */
	address: string;
}

/** One WebSocket in one room. */
export class WebSocketConnection implements Connection {
	readonly ws: RoomSocket;
	readonly address: string;
	identity = unidentified;
	closedWith: CloseCode | undefined;
	/** Null until the client is authenticated. */
	room: string | null = null;
	/** Resolves when the client has been sent all messages that it missed, has been rejected, or has left. */
	ready = settled;
	/** Stops counting this connection toward the limits. */
	release = nothing;
	/** When the client last sent something (monotonic ms). */
	#lastSeenAt = performance.now();
	#lastPingAt = this.#lastSeenAt;
	/** How many events are being handled. */
	#pending = 0;
	readonly #progress = new Progress();
	#malformed: ViolationCounter | undefined;
	#rateLimited: ViolationCounter | undefined;
	#onAuthenticated: (() => void) | undefined;
	#id: string | undefined;
	readonly #socket: Duplex;
	readonly #handler: WebSocketHandler;

	constructor(ws: RoomSocket, socket: Duplex, { handler, address }: WebSocketConnectionOptions) {
		ws.connection = this;
		this.ws = ws;
		this.#socket = socket;
		this.#handler = handler;
		this.address = address;
	}

	/** Made on first use: most connections never need it. */
	get id(): string {
		return (this.#id ??= randomId(12));
	}

	get transport(): 'websocket' {
		return 'websocket';
	}

	get fanout(): Fanout {
		return webSocketFanout;
	}

	/** Handles a data frame. The protocol is text, so a binary frame closes the connection with 1003 (RFC 6455 §7.4.1). */
	onMessage(data: RawData, isBinary: boolean): void {
		this.#lastSeenAt = performance.now();
		if (this.ws.readyState !== WebSocket.OPEN) return;
		if (isBinary) this.close(1003);
		else if (this.#pending < this.#handler.maxPending) {
			this.#track(this.#handler.handleMessage(this, textOf(data)));
		}
	}

	/** Handles a ping frame. The pong carries the same data (RFC 6455 §5.5.3). */
	onPing(data: Buffer): void {
		this.#lastSeenAt = performance.now();
		if (this.ws.readyState !== WebSocket.OPEN) return;
		if (this.#pending >= this.#handler.maxPending) return;
		const pong = () => {
			if (this.#reserve(data.length)) this.ws.pong(data);
		};
		this.#track(this.#handler.handlePing(this, pong));
	}

	onPong(): void {
		this.#lastSeenAt = performance.now();
		reportStep(this, 'pong-received');
	}

	onClose(): void {
		this.#handler.handleClose(this);
	}

	#track(handled: Promise<void> | void): void {
		if (handled === undefined) return;
		this.#pending++;
		void handled.finally(() => this.#pending--);
	}

	send(event: ServerEvent): void {
		this.write(encodeEvent(event));
		if (event.type === 'ack') reportStep(this, 'acknowledged', { messageId: event.id });
	}

	deliver(messages: readonly Message[]): void {
		this.write(encodeMessages(messages));
	}

	/**
	 * Writes bytes that all readers share, or closes the connection if the reader has left too much unread. They
	 * are written directly to the socket while `ws` buffers nothing; otherwise through `ws`, after what it buffers.
	 */
	write({ pieces, frames }: Batch): void {
		if (this.ws.bufferedAmount !== this.#socket.writableLength) {
			for (const frame of frames) {
				if (this.#reserve(frame.length)) this.ws.send(payloadOf(frame), asText);
			}
			return;
		}
		for (const piece of pieces) if (this.#reserve(piece.length)) this.#socket.write(piece);
	}

	drained(): Promise<void> {
		return whenDrained(this.#socket);
	}

	/** Resolves when `confirmAuthenticated` is called. @throws Refusal `unauthorised` after `timeoutMs` */
	whenAuthenticated(timeoutMs: number): Promise<void> {
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Refusal('unauthorised')), timeoutMs).unref();
			this.#onAuthenticated = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/** Called when a ticket has been accepted. */
	confirmAuthenticated(): void {
		this.#onAuthenticated?.();
	}

	/** Answers a malformed message; too many of them close the connection. */
	rejectMalformed(problem: Problem): void {
		this.send({ type: 'error', ...problem });
		reportStep(this, 'rejected', { detail: problem.code });
		this.#malformed ??= malformedMessageCounter();
		if (this.#malformed.add(performance.now())) this.close(4400);
	}

	/** Answers a message that cannot be accepted; too many over the rate limit close the connection. */
	rejectMessage(problem: Problem, about: { clientId?: string } = {}): void {
		this.send({ type: 'error', ...problem, ...about });
		reportStep(this, 'rejected', { detail: problem.code });
		if (problem.code !== 'rate_limited') return;
		this.#rateLimited ??= rateLimitedMessageCounter();
		if (this.#rateLimited.add(performance.now())) this.close(4429);
	}

	/** Closes the connection because of a problem. */
	closeWith(problem: Problem): void {
		const { code, message } = problem;
		this.send({ type: 'error', code, message });
		reportStep(this, 'rejected', { detail: code });
		this.close(closeCodeOf(code), endingOf(problem));
	}

	/**
	 * Pings the client every 25 s. Closes the connection of a client that reads nothing for 30 s; destroys that of one
	 * that sends nothing for 60 s.
	 */
	// #region check
	check(now: number): void {
		// 受信が30秒止まっている
		if (this.#progress.isStalled(this.#socket, now)) this.close(4408);
		// 応答が60秒ない。close フレームは届かないので、待たずに切断する
		if (now - this.#lastSeenAt > pongTimeoutMs) return this.#destroy();
		if (now - this.#lastPingAt < pingIntervalMs) return;
		this.#lastPingAt = now;
		this.ws.ping();
	}
	// #endregion check

	/** `ws` is about to close the connection with this code. */
	beforeProtocolClose(code: number): void {
		if (isCloseCode(code)) this.closedWith ??= code;
		this.#sendClosing(code);
	}

	close(code: CloseCode, ending: Ending = {}): void {
		this.closedWith ??= code;
		this.#sendClosing(code, ending);
		this.ws.close(code, ending.reason ?? closeKind(code).name);
	}

	/**
	 * Sends `closing` first: a client that still reads, but does not answer, then reconnects. `closedWith` stays
	 * unset, because the client is nearly always gone: metrics count it as left.
	 */
	#destroy(): void {
		this.#sendClosing(4408);
		this.ws.terminate();
	}

	/** Whether this many bytes may be sent; closes the connection if too much is unread. */
	#reserve(bytes: number): boolean {
		if (this.ws.readyState !== WebSocket.OPEN) return false;
		if (this.ws.bufferedAmount + bytes <= outboundBudgetBytes) return true;
		this.close(4408);
		return false;
	}

	/** Sends the last event before the close frame. */
	#sendClosing(code: number, ending: Ending = {}): void {
		const { reason = closeKind(code).reason, retryAfterMs } = ending;
		if (this.ws.readyState !== WebSocket.OPEN) return;
		this.ws.send(JSON.stringify({ type: 'closing', code, reason, retryAfterMs }));
		reportStep(this, 'closing-sent', { detail: code });
	}
}

const webSocketFanout: Fanout = { group: () => new EncodedGroup({ encodeEvent, encodeMessages }) };
