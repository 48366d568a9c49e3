import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { closeCodeOf, type CloseCode } from '../../protocol/close-codes.ts';
import { problemOf } from '../../server/realtime/refusal.ts';
import { Bucket } from './bucket.ts';

/** One reader’s WebSocket, as an example sees it. */
export interface ExampleSocket {
	/** Sends an object as JSON. Who does not read is closed with 4408. */
	send(event: object): void;
	/** Sends JSON that was encoded once for many. */
	sendText(json: string): void;
	close(code: CloseCode, reason?: string): void;
}

/** What an example does with a socket. */
export interface SocketHandler {
	/** A message as JSON, not yet checked. The next one waits until the promise resolves. */
	message(value: unknown): Promise<void> | void;
	/** Called once, however the socket ended. */
	closed(): void;
}

/**
 * Opens an example's socket. May throw a Refusal, which closes it with the fitting code. Messages that
 * come meanwhile wait.
 */
export type OpenSocket = (
	socket: ExampleSocket,
	query: URLSearchParams
) => Promise<SocketHandler> | SocketHandler;

export interface SocketServerOptions {
	/** Counts a connection; the function given back ends that. Throws a Refusal if there is no place. */
	admit(request: IncomingMessage): () => void;
	/** A bug: something threw that was no Refusal. */
	failed(error: unknown): void;
}

const maxPayloadBytes = 64 * 1024;
/** What may wait for a reader who does not read. */
const budgetBytes = 1024 * 1024;
const beatMs = 25_000;
/** Per connection: a pointer that moves sends 20 in a second. */
const burst = 60;
const perSecond = 30;
const maxRefused = 50;

/** The WebSockets of all examples: what none of them should have to think of. */
export class ExampleSockets {
	readonly #options: SocketServerOptions;
	readonly #server = new WebSocketServer({
		noServer: true,
		maxPayload: maxPayloadBytes,
		perMessageDeflate: false
	});
	readonly #silent = new WeakSet<WebSocket>();
	#received = 0;
	#written = 0;
	readonly #heart: NodeJS.Timeout;

	constructor(options: SocketServerOptions) {
		this.#options = options;
		this.#server.on('error', options.failed);
		this.#heart = setInterval(() => this.#beat(), beatMs).unref();
	}

	/** How many are open, and how many messages came and went so far. */
	get figures(): { open: number; received: number; written: number } {
		return { open: this.#server.clients.size, received: this.#received, written: this.#written };
	}

	/** Handles the upgrades of one example. Path and origin have been checked. */
	upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, open: OpenSocket): void {
		this.#server.handleUpgrade(request, socket, head, (ws) => {
			this.#serve(ws, request, open).catch((error: unknown) => {
				const { code } = problemOf(error);
				if (code === 'internal') this.#options.failed(error);
				close(ws, closeCodeOf(code), code);
			});
		});
	}

	/** Closes all, each with a time of its own after which to come back. */
	closeAll(code: CloseCode, retryAfterMs: () => number): void {
		for (const ws of this.#server.clients) {
			sendJson(ws, JSON.stringify({ type: 'closing', code, retryAfterMs: retryAfterMs() }));
			close(ws, code);
		}
	}

	/** Cuts what is still open. */
	stop(): void {
		clearInterval(this.#heart);
		for (const ws of this.#server.clients) ws.terminate();
		this.#server.close();
	}

	async #serve(ws: WebSocket, request: IncomingMessage, open: OpenSocket): Promise<void> {
		let release = (): void => {};
		let onClosed = (): void => {};
		// Without a listener an error ends the process (V6); `close` follows it.
		ws.on('error', () => ws.terminate());
		ws.on('pong', () => this.#silent.delete(ws));
		ws.once('close', () => {
			release();
			onClosed();
		});
		release = this.#options.admit(request);
		ws.pause();
		const query = new URLSearchParams((request.url ?? '').split('?', 2)[1]);
		const opened = await open(this.#socketOf(ws), query);
		if (ws.readyState !== WebSocket.OPEN) return opened.closed();
		onClosed = () => opened.closed();
		const bucket = new Bucket(burst, perSecond);
		let refused = 0;
		// Several messages may come in one piece, before a pause takes hold: they are handled one by one.
		let turn = Promise.resolve();
		ws.on('message', (data, isBinary) => {
			if (isBinary) return close(ws, 1003);
			if (bucket.take(performance.now())) {
				turn = turn.then(() => this.#receive(ws, opened, data));
				return;
			}
			if (++refused > maxRefused) close(ws, 4429, 'rate_limited');
			else if (refused === 1) sendJson(ws, '{"type":"error","code":"rate_limited"}');
		});
		ws.resume();
	}

	async #receive(ws: WebSocket, handler: SocketHandler, data: RawData): Promise<void> {
		if (ws.readyState !== WebSocket.OPEN) return;
		const value = parse(data);
		if (value === undefined) return close(ws, 4400, 'bad_message');
		// A browser neither sends ping frames nor sees those of the server, so it asks in words.
		if (isPing(value)) return sendJson(ws, '{"type":"pong"}');
		this.#received++;
		// Who sends faster than we work waits in their own network buffers.
		ws.pause();
		try {
			await handler.message(value);
		} catch (error) {
			const { code } = problemOf(error);
			if (code === 'internal') this.#options.failed(error);
			sendJson(ws, JSON.stringify({ type: 'error', code }));
		}
		ws.resume();
	}

	#socketOf(ws: WebSocket): ExampleSocket {
		const sendText = (json: string) => {
			this.#written++;
			sendJson(ws, json);
		};
		return {
			send: (event) => sendText(JSON.stringify(event)),
			sendText,
			close: (code, reason) => close(ws, code, reason)
		};
	}

	/** A half-open socket never ends by itself: who has not answered the last ping is cut. */
	#beat(): void {
		for (const ws of this.#server.clients) {
			if (this.#silent.has(ws)) ws.terminate();
			else {
				this.#silent.add(ws);
				ws.ping();
			}
		}
	}
}

function sendJson(ws: WebSocket, json: string): void {
	if (ws.readyState !== WebSocket.OPEN) return;
	if (ws.bufferedAmount + json.length > budgetBytes) close(ws, 4408, 'slow_reader');
	else ws.send(json);
}

function close(ws: WebSocket, code: CloseCode, reason = ''): void {
	ws.resume(); // a paused socket would not hear the answer to its close frame
	ws.close(code, reason);
}

/** Undefined for what is no JSON. */
function parse(data: RawData): unknown {
	try {
		// With the default `binaryType` a whole message is one Buffer.
		return JSON.parse((data as Buffer).toString());
	} catch {
		return undefined;
	}
}

function isPing(value: unknown): boolean {
	return typeof value === 'object' && value !== null && 'type' in value && value.type === 'ping';
}
