import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as Engine, type Socket as EngineSocket, type Transport } from 'engine.io';
import { WebSocketServer, type ServerOptions } from 'ws';
import { maxPayloadBytes } from '../../../../protocol/client-event.ts';
import { problem } from '../../../../protocol/errors.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { clientAddress } from '../../guards/address.ts';
import { headOfNode, targetOf } from '../../guards/request.ts';
import { malformedStrikeCounter } from '../../guards/strikes.ts';
import { sendProblem } from '../../wire/problem-response.ts';
import { rejectHandshake } from '../../wire/reject-upgrade.ts';
import { Refusal } from '../../refusal.ts';
import { clearSessionCookie } from '../../session/cookie.ts';
import type { Credentials } from '../../session/sessions.ts';
import { connectError, hasUnreadableAuth } from './handshake.ts';
import { Outlet, type Line } from './outlet.ts';
import { FaultSocket, onPing } from './websocket.ts';

/** What the request that began a connection says about who it is from, or why it is refused. */
export type Identified = Credentials | { error: unknown };

const beatMs = 1000;
/** How long a peer may take to answer a close frame (RFC 6455 §7.1.1). */
const closeTimeoutMs = 2000;
/** How long a connection for which there is no place may take to ask why. */
const refusalMs = 5000;

const noAuth = new Refusal('unauthorised', { message: 'auth must be an object.' });

/**
 * Engine.IO, the layer below Socket.IO: long polling first, then a WebSocket.
 *
 * It is handed its requests and upgrades and listens to no server itself. Attached to one, it would put
 * itself in front of all other request listeners and end foreign upgrades after a second.
 */
export class SocketIoEngine {
	readonly engine: LinedEngine;
	readonly #context: RealtimeContext;
	readonly #identified = new WeakMap<IncomingMessage, Identified>();
	readonly #refused = new WeakMap<EngineSocket, { error: unknown }>();
	/** By `sid`; until what was said last is out. */
	readonly #outlets = new Map<string, Outlet>();
	readonly #heart: NodeJS.Timeout;

	constructor(context: RealtimeContext) {
		this.#context = context;
		this.engine = new LinedEngine({
			wsEngine: PatientServer,
			maxHttpBufferSize: maxPayloadBytes,
			perMessageDeflate: false,
			httpCompression: false
		});
		this.engine.on('initial_headers', (headers: Record<string, string>, req: IncomingMessage) => {
			const identified = this.#identified.get(req);
			if (identified && 'staleCookie' in identified && identified.staleCookie) {
				headers['Set-Cookie'] = clearSessionCookie();
			}
		});
		this.engine.on('connection', (conn: EngineSocket) => this.#open(conn));
		this.#heart = setInterval(() => this.#beat(performance.now()), beatMs).unref();
	}

	/** Whether a request belongs to a connection that is there. */
	knows(req: IncomingMessage): boolean {
		return this.#outlets.has(targetOf(req).query.get('sid') ?? '');
	}

	/** A request of the polling transport. */
	async request(req: IncomingMessage, res: ServerResponse): Promise<void> {
		await this.#identify(req);
		const sid = targetOf(req).query.get('sid');
		const outlet = sid === null ? undefined : this.#outlets.get(sid);
		if (req.method === 'GET') outlet?.answer(res);
		if (outlet?.conn.readyState === 'open' && isTooLarge(req)) {
			// Engine.IO would only answer 413, whereupon its client ends the connection and knows no reason. So
			// the answer waits until the client has been told, by the poll beside it.
			outlet.conn.once('close', () => sendProblem(res, problem('too_large')));
			outlet.onFault(1009);
			return outlet.end();
		}
		this.engine.handleRequest(req, res);
	}

	/** An upgrade: a connection that begins as a WebSocket, or becomes one. */
	async upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		await this.#identify(req);
		this.engine.handleUpgrade(req, socket, head);
	}

	/** What is known about the sender of a connection's first request. */
	identified(req: IncomingMessage): Identified {
		return this.#identified.get(req) ?? { identity: null, staleCookie: false };
	}

	/** Why there is no place for a connection; undefined if there is one. */
	refused(conn: EngineSocket): { error: unknown } | undefined {
		return this.#refused.get(conn);
	}

	/** Ends what is still open, and what was to be said to those who do not read. */
	close(): void {
		clearInterval(this.#heart);
		this.engine.close();
		for (const outlet of this.#outlets.values()) if (!outlet.isOver) outlet.cut();
	}

	/**
	 * Counts a connection from the first moment, not from the handshake of Socket.IO: that may never come.
	 * Where there is no place, it stays until it has been told so; only Socket.IO can tell.
	 */
	#open(conn: EngineSocket): void {
		const outlet = new Outlet(conn, this.engine.lineOf);
		this.#outlets.set(conn.transport.sid, outlet);
		try {
			const address = clientAddress(headOfNode(conn.request), this.#context.config);
			conn.once('close', this.#context.limit.take(address));
		} catch (error) {
			this.#refused.set(conn, { error });
			outlet.endIn(refusalMs);
		}
		const strikes = malformedStrikeCounter();
		conn.on('data', (data: unknown) => {
			// Each asks for a namespace, with credentials that have to be checked. One is enough.
			if (typeof data !== 'string' || !data.startsWith('0')) return;
			const isRefused = hasUnreadableAuth(data);
			if (isRefused)
				conn.write(connectError(data, reportError(noAuth, this.#context, 'socket-io')));
			if (strikes.add(performance.now()) || isRefused) outlet.end();
		});
	}

	#beat(now: number): void {
		for (const [sid, outlet] of this.#outlets) {
			if (outlet.isOver) this.#outlets.delete(sid);
			else outlet.beat(now);
		}
	}

	/** Requests with a `sid` belong to a connection that has said who it is. */
	async #identify(req: IncomingMessage): Promise<void> {
		if (targetOf(req).query.has('sid')) return;
		const credentials = this.#context.sessions.of(headOfNode(req));
		this.#identified.set(req, await credentials.catch((error: unknown) => ({ error })));
	}
}

/** Remembers which sockets a transport is made of. */
class LinedEngine extends Engine {
	readonly #lines = new WeakMap<Transport, Line>();

	readonly lineOf = (transport: Transport): Line | undefined => this.#lines.get(transport);

	protected override createTransport(
		name: 'polling' | 'websocket' | 'webtransport',
		req: IncomingMessage & { websocket?: unknown }
	): Transport {
		const transport = super.createTransport(name, req);
		const { websocket: ws, socket } = req;
		if (ws instanceof FaultSocket)
			this.#lines.set(transport, { ws: ws.on('ping', onPing), socket });
		return transport;
	}
}

/** Whether a body is longer than is read, by its own account; a browser always gives one. */
function isTooLarge({ method, headers }: IncomingMessage): boolean {
	return method === 'POST' && Number(headers['content-length']) > maxPayloadBytes;
}

/** `ws`, but for how long it waits for a peer that does not close, and what it says before an end. */
class PatientServer extends WebSocketServer<typeof FaultSocket> {
	constructor(options: ServerOptions) {
		// `closeTimeout` is newer than the type declarations.
		const withTimeout: ServerOptions<typeof FaultSocket> & { closeTimeout: number } = {
			...options,
			WebSocket: FaultSocket,
			autoPong: false,
			closeTimeout: closeTimeoutMs
		};
		super(withTimeout);
		this.on('wsClientError', rejectHandshake);
	}
}
