import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { closeCodeOf, type CloseCode } from '../../protocol/close-codes.ts';
import { TokenBucket } from '../realtime/guards/token-bucket.ts';
import {
	malformedMessageCounter,
	rateLimitedMessageCounter
} from '../realtime/guards/violations.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import { rejectHandshake } from '../realtime/wire/reject-upgrade.ts';
import { webSocketOptions } from '../realtime/wire/server-web-socket.ts';
import { ClosingWebSocket } from './closing-web-socket.ts';

/** One client's WebSocket, for the code of an example. */
export interface ExampleSocket {
	/** The client's address, as far as this server can tell. */
	readonly address?: string | undefined;
	/** Sends an object as JSON, or closes with 4408 if the client has left too much unread. */
	send(event: object): void;
	/** Sends JSON that was encoded once for many clients. */
	sendText(json: string): void;
	close(code: CloseCode, reason?: string): void;
}

/** What an example does with a socket. */
export interface SocketHandler {
	/** Handles a message: parsed JSON, not yet validated. The next one waits until the promise settles. */
	message(value: unknown): Promise<void> | void;
	/** Called once, however the socket was closed. */
	closed(): void;
}

/**
 * Opens an example's socket. Messages that arrive before the handler is returned wait for it.
 * @throws Refusal: the socket is closed with the close code of its problem
 */
export type OpenSocket = (
	socket: ExampleSocket,
	query: URLSearchParams
) => Promise<SocketHandler> | SocketHandler;

export interface SocketServerOptions {
	/**
	 * Accepts and counts a connection; returns the function that releases it. Messages that arrive before it is
	 * accepted are queued.
	 * @throws Refusal when the client may not connect, or when there are too many connections
	 */
	accept(request: IncomingMessage): Promise<() => void> | (() => void);
	/** The client's address. */
	addressOf?(request: IncomingMessage): string;
	/** Reports a bug: an error that is not a Refusal. */
	onFailure(error: unknown): void;
}

const heartbeatMs = 25_000;
/** Messages and ping frames of one connection: a moving pointer sends 20 messages per second. */
const messageBurst = 60;
const messagesPerSecond = 30;
/** A client that has used up its burst may send the next message after this. */
const nextMessageMs = Math.ceil(1000 / messagesPerSecond);

/** The WebSockets of all examples: limits, heartbeats and closing, which no example has to repeat. */
export class ExampleSockets {
	readonly #options: SocketServerOptions;
	readonly #server = new WebSocketServer({
		...webSocketOptions,
		WebSocket: ClosingWebSocket
	});
	/** Sockets that have not answered the last ping. */
	readonly #unanswered = new WeakSet<WebSocket>();
	#received = 0;
	#written = 0;
	readonly #heartbeatTimer: NodeJS.Timeout;

	constructor(options: SocketServerOptions) {
		this.#options = options;
		this.#server.on('error', options.onFailure);
		this.#server.on('wsClientError', rejectHandshake);
		this.#heartbeatTimer = setInterval(() => this.#sendHeartbeats(), heartbeatMs).unref();
	}

	/** How many sockets are open, and how many messages were received and written so far. */
	get figures(): { open: number; received: number; written: number } {
		return { open: this.#server.clients.size, received: this.#received, written: this.#written };
	}

	/** Handles an upgrade for one example. Path and origin have been checked. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, open: OpenSocket): void {
		this.#server.handleUpgrade(request, socket, head, (ws) => {
			this.#serve(ws, request, open).catch((error: unknown) => {
				const { code, retryAfterMs } = problemOf(error);
				if (code === 'internal') this.#options.onFailure(error);
				ws.closeWith(closeCodeOf(code), { reason: code, retryAfterMs });
			});
		});
	}

	/** Closes all sockets, each with its own delay after which the client reconnects. */
	closeAll(code: CloseCode, retryAfterMs: () => number): void {
		for (const ws of this.#server.clients) ws.closeWith(code, { retryAfterMs: retryAfterMs() });
	}

	/** Terminates the sockets that are still open. */
	stop(): void {
		clearInterval(this.#heartbeatTimer);
		for (const ws of this.#server.clients) ws.terminate();
		this.#server.close();
	}

	async #serve(ws: ClosingWebSocket, request: IncomingMessage, open: OpenSocket): Promise<void> {
		let release = (): void => {};
		let onClosed = (): void => {};
		// Without a listener an `error` event would end the process (V6). A `close` event follows each `error`.
		ws.on('error', () => undefined);
		ws.on('pong', () => this.#unanswered.delete(ws));
		ws.once('close', () => {
			release();
			onClosed();
		});
		ws.pause();
		const releaseAccepted = await this.#options.accept(request);
		if (ws.readyState === WebSocket.CLOSED) return releaseAccepted();
		release = releaseAccepted;
		const query = new URLSearchParams((request.url ?? '').split('?', 2)[1]);
		const handler = await open(this.#socketOf(ws, request), query);
		if (ws.readyState !== WebSocket.OPEN) return handler.closed();
		onClosed = () => handler.closed();
		this.#listen(ws, handler);
		ws.resume();
	}

	/** Passes messages to `handler` one by one, and rejects those beyond the rate limit. */
	#listen(ws: ClosingWebSocket, handler: SocketHandler): void {
		const bucket = new TokenBucket(messageBurst, messagesPerSecond);
		const rateLimited = rateLimitedMessageCounter();
		const malformed = malformedMessageCounter();
		const reject = (error: unknown) => {
			const problem = problemOf(error);
			if (problem.code === 'internal') this.#options.onFailure(error);
			ws.sendText(JSON.stringify({ type: 'error', ...problem }));
			const now = performance.now();
			if (problem.code === 'rate_limited' && rateLimited.add(now)) ws.closeWith(4429);
			if (problem.code === 'bad_message' && malformed.add(now)) ws.closeWith(4400);
		};
		const isWithinRate = () => {
			const isAllowed = bucket.take(performance.now());
			if (!isAllowed) reject(new Refusal('rate_limited', { retryAfterMs: nextMessageMs }));
			return isAllowed;
		};
		ws.on('ping', (data) => {
			if (ws.readyState === WebSocket.OPEN && isWithinRate()) ws.answerPing(data);
		});
		// Several messages may arrive in one chunk, before a pause takes effect.
		let queue = Promise.resolve();
		ws.on('message', (data, isBinary) => {
			if (ws.readyState !== WebSocket.OPEN) return;
			if (isBinary) return ws.closeWith(1003);
			if (!isWithinRate()) return;
			queue = queue.then(() => this.#receive(ws, handler, data).catch(reject));
		});
	}

	/** @throws what the handler throws, and Refusal `bad_message` for invalid JSON */
	async #receive(ws: ClosingWebSocket, handler: SocketHandler, data: RawData): Promise<void> {
		if (ws.readyState !== WebSocket.OPEN) return;
		const value = parse(data);
		// Pages can neither send ping frames nor receive those of the server, so they send a message.
		if (isPing(value)) return ws.sendText('{"type":"pong"}');
		this.#received++;
		// Backpressure: what a faster client sends stays in its own network buffers.
		ws.pause();
		try {
			await handler.message(value);
		} finally {
			ws.resume();
		}
	}

	#socketOf(ws: ClosingWebSocket, request: IncomingMessage): ExampleSocket {
		const sendText = (json: string) => {
			this.#written++;
			ws.sendText(json);
		};
		return {
			address: this.#options.addressOf?.(request),
			send: (event) => sendText(JSON.stringify(event)),
			sendText,
			close: (code, reason) => ws.closeWith(code, { reason })
		};
	}

	/** Terminates sockets that have not answered the last ping: a half-open socket never closes by itself. */
	#sendHeartbeats(): void {
		for (const ws of this.#server.clients) {
			if (this.#unanswered.has(ws)) ws.terminate();
			else {
				this.#unanswered.add(ws);
				ws.ping();
			}
		}
	}
}

/** @throws Refusal `bad_message` */
function parse(data: RawData): unknown {
	try {
		// With the default `binaryType` a whole message is one Buffer.
		return JSON.parse((data as Buffer).toString());
	} catch {
		throw new Refusal('bad_message');
	}
}

function isPing(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'type' in value && value.type === 'ping';
}
