import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData, type ServerOptions } from 'ws';
import { closeCodeOf, type CloseCode } from '../../protocol/close-codes.ts';
import { problemOf, Refusal } from '../realtime/refusal.ts';
import { refuseHandshake } from '../realtime/wire/reject-upgrade.ts';
import { Bucket } from './bucket.ts';
import { Patience } from './connection-strikes.ts';
import { ToldSocket } from './closing-web-socket.ts';

/** One reader’s WebSocket, as an example sees it. */
export interface ExampleSocket {
	/** The client's address, as far as this server can tell. */
	readonly address?: string | undefined;
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
	/**
	 * Lets a connection in and counts it; the function given back ends that. Throws a Refusal if there is no
	 * place, or not for everybody. Messages that come meanwhile wait.
	 */
	admit(request: IncomingMessage): Promise<() => void> | (() => void);
	/** The client's address. */
	addressOf?(request: IncomingMessage): string;
	/** A bug: something threw that was no Refusal. */
	failed(error: unknown): void;
}

const beatMs = 25_000;
/** Per connection: a pointer that moves sends 20 in a second. */
const burst = 60;
const perSecond = 30;
/** By then there is a turn again. */
const turnMs = Math.ceil(1000 / perSecond);

// `closeTimeout` is newer than the type declarations.
const serverOptions: ServerOptions<typeof ToldSocket> & { closeTimeout: number } = {
	noServer: true,
	WebSocket: ToldSocket,
	maxPayload: 64 * 1024,
	perMessageDeflate: false,
	// `ws` would cut a connection that sends more than 60 pings at once without telling it why
	autoPong: false,
	// ms for the answer to a close frame: who never answers would stay for 30 seconds
	closeTimeout: 2000
};

/** The WebSockets of all examples: what none of them should have to think of. */
export class ExampleSockets {
	readonly #options: SocketServerOptions;
	readonly #server = new WebSocketServer(serverOptions);
	readonly #silent = new WeakSet<WebSocket>();
	#received = 0;
	#written = 0;
	readonly #heart: NodeJS.Timeout;

	constructor(options: SocketServerOptions) {
		this.#options = options;
		this.#server.on('error', options.failed);
		this.#server.on('wsClientError', refuseHandshake);
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
				const { code, retryAfterMs } = problemOf(error);
				if (code === 'internal') this.#options.failed(error);
				ws.end(closeCodeOf(code), { reason: code, retryAfterMs });
			});
		});
	}

	/** Closes all, each with a time of its own after which to come back. */
	closeAll(code: CloseCode, retryAfterMs: () => number): void {
		for (const ws of this.#server.clients) ws.end(code, { retryAfterMs: retryAfterMs() });
	}

	/** Cuts what is still open. */
	stop(): void {
		clearInterval(this.#heart);
		for (const ws of this.#server.clients) ws.terminate();
		this.#server.close();
	}

	async #serve(ws: ToldSocket, request: IncomingMessage, open: OpenSocket): Promise<void> {
		let release = (): void => {};
		let onClosed = (): void => {};
		// Without a listener an error ends the process (V6); `close` follows it.
		ws.on('error', () => undefined);
		ws.on('pong', () => this.#silent.delete(ws));
		ws.once('close', () => {
			release();
			onClosed();
		});
		ws.pause();
		const leave = await this.#options.admit(request);
		if (ws.readyState === WebSocket.CLOSED) return leave();
		release = leave;
		const query = new URLSearchParams((request.url ?? '').split('?', 2)[1]);
		const opened = await open(this.#socketOf(ws, request), query);
		if (ws.readyState !== WebSocket.OPEN) return opened.closed();
		onClosed = () => opened.closed();
		const bucket = new Bucket(burst, perSecond);
		const patience = new Patience();
		const refuse = (error: unknown) => {
			const problem = problemOf(error);
			if (problem.code === 'internal') this.#options.failed(error);
			ws.say(JSON.stringify({ type: 'error', ...problem }));
			const code = patience.refused(problem, performance.now());
			if (code !== null) ws.end(code);
		};
		// Several messages may come in one piece, before a pause takes hold: they are handled one by one.
		let turn = Promise.resolve();
		const isTooFast = () => {
			const refused = !bucket.take(performance.now());
			if (refused) refuse(new Refusal('rate_limited', { retryAfterMs: turnMs }));
			return refused;
		};
		ws.on('ping', (data) => {
			if (ws.readyState === WebSocket.OPEN && !isTooFast()) ws.answerPing(data);
		});
		ws.on('message', (data, isBinary) => {
			if (ws.readyState !== WebSocket.OPEN) return;
			if (isBinary) return ws.end(1003);
			if (isTooFast()) return;
			turn = turn.then(() => this.#receive(ws, opened, data).catch(refuse));
		});
		ws.resume();
	}

	/** @throws what the handler throws, and Refusal `bad_message` for what is no JSON */
	async #receive(ws: ToldSocket, handler: SocketHandler, data: RawData): Promise<void> {
		if (ws.readyState !== WebSocket.OPEN) return;
		const value = parse(data);
		// A browser neither sends ping frames nor sees those of the server, so it asks in words.
		if (isPing(value)) return ws.say('{"type":"pong"}');
		this.#received++;
		// Who sends faster than we work waits in their own network buffers.
		ws.pause();
		try {
			await handler.message(value);
		} finally {
			ws.resume();
		}
	}

	#socketOf(ws: ToldSocket, request: IncomingMessage): ExampleSocket {
		const sendText = (json: string) => {
			this.#written++;
			ws.say(json);
		};
		return {
			address: this.#options.addressOf?.(request),
			send: (event) => sendText(JSON.stringify(event)),
			sendText,
			close: (code, reason) => ws.end(code, { reason })
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
