import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket as EngineSocket, Transport } from 'engine.io';
import { maxPayloadBytes } from '../../../../protocol/client-event.ts';
import { problem } from '../../../../protocol/errors.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { clientAddress } from '../../guards/address.ts';
import { headOfNode, targetOf } from '../../guards/request.ts';
import { malformedMessageCounter } from '../../guards/violations.ts';
import { connectionCheckMs } from '../../hub/outbound.ts';
import { sendProblem } from '../../wire/problem-response.ts';
import { Refusal } from '../../refusal.ts';
import { clearSessionCookie } from '../../session/cookie.ts';
import { guestKey } from '../../session/identity.ts';
import type { Credentials } from '../../session/sessions.ts';
import { linkSubject, reportStep } from '../../tap/steps.ts';
import { connectError, hasUnreadableAuth } from './handshake.ts';
import { outboundOf, type EngineOutbound } from './outbound.ts';
import { EngineWebSocketServer, TrackingEngine } from './socket.ts';

/** The credentials in a connection's first request, or why they were rejected. */
export type EngineCredentials = Credentials | { error: unknown };

/** How long a connection over capacity stays open to request a namespace, which is rejected with the reason. */
const rejectionTimeoutMs = 5000;

const unreadableAuth = new Refusal('unauthorised', { message: 'auth must be an object.' });

/**
 * Engine.IO, the layer below Socket.IO: long polling first, then a WebSocket.
 *
 * It is called with each request and upgrade. It is not attached to the HTTP server, because then it would
 * run before all other request listeners and end their upgrades after one second.
 */
export class SocketIoEngine {
	readonly engine: TrackingEngine;
	readonly #context: RealtimeContext;
	readonly #credentials = new WeakMap<IncomingMessage, EngineCredentials>();
	readonly #rejections = new WeakMap<EngineSocket, { error: unknown }>();
	/** By `sid`, until the last bytes have been sent. */
	readonly #outbounds = new Map<string, EngineOutbound>();
	readonly #checkTimer: NodeJS.Timeout;

	constructor(context: RealtimeContext) {
		this.#context = context;
		this.engine = new TrackingEngine({
			wsEngine: EngineWebSocketServer,
			maxHttpBufferSize: maxPayloadBytes,
			perMessageDeflate: false,
			httpCompression: false
		});
		this.engine.on('initial_headers', (headers: Record<string, string>, req: IncomingMessage) => {
			const credentials = this.#credentials.get(req);
			if (credentials && 'isCookieStale' in credentials && credentials.isCookieStale) {
				headers['Set-Cookie'] = clearSessionCookie();
			}
		});
		this.engine.on('connection', (conn: EngineSocket) => this.#open(conn));
		this.#checkTimer = setInterval(() => this.#check(performance.now()), connectionCheckMs).unref();
	}

	/** Whether a request belongs to a connection that is open or still sends its last bytes. */
	hasConnection(req: IncomingMessage): boolean {
		return this.#outbounds.has(targetOf(req).query.get('sid') ?? '');
	}

	/** Handles a request of the polling transport. */
	async request(req: IncomingMessage, res: ServerResponse): Promise<void> {
		await this.#readCredentials(req);
		const sid = targetOf(req).query.get('sid');
		const outbound = sid === null ? undefined : this.#outbounds.get(sid);
		if (req.method === 'GET') outbound?.trackAnswer(res);
		if (outbound?.conn.readyState === 'open' && isTooLarge(req)) {
			// Engine.IO would only respond with 413, and its client would close without a reason. Therefore the 413
			// is sent only after the pending poll has delivered `closing`.
			outbound.conn.once('close', () => sendProblem(res, problem('too_large')));
			outbound.onProtocolError(1009);
			return outbound.close();
		}
		this.engine.handleRequest(req, res);
	}

	/** Handles an upgrade: of a new connection, or of one that has used long polling so far. */
	async upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		await this.#readCredentials(req);
		this.#nameConnection(req, socket);
		this.engine.handleUpgrade(req, socket, head);
	}

	/** Registers the connection under the name in its request, by which its reader can cause faults on it. */
	#nameConnection(req: IncomingMessage, socket: Duplex): void {
		const name = targetOf(req).query.get('connection');
		if (name === null || socket.destroyed) return;
		const address = clientAddress(headOfNode(req), this.#context.config);
		socket.once('close', this.#context.named.add(name, { socket, address }));
	}

	/** The credentials in a connection's first request. */
	credentialsOf(req: IncomingMessage): EngineCredentials {
		return this.#credentials.get(req) ?? { identity: null, isCookieStale: false };
	}

	/** The error that rejects a connection over the capacity; undefined for other connections. */
	rejectionOf(conn: EngineSocket): { error: unknown } | undefined {
		return this.#rejections.get(conn);
	}

	/** Closes all connections, and destroys those that have not read what was sent. */
	close(): void {
		clearInterval(this.#checkTimer);
		this.engine.close();
		for (const outbound of this.#outbounds.values()) if (!outbound.isFinished) outbound.destroy();
	}

	/**
	 * Counts a connection as soon as it opens: the client may never send Socket.IO's handshake. One that exceeds the
	 * capacity stays open until it has received the reason, because only Socket.IO can send it.
	 */
	#open(conn: EngineSocket): void {
		const outbound = outboundOf(conn);
		this.#reportSteps(conn);
		this.#outbounds.set(conn.transport.sid, outbound);
		try {
			const address = clientAddress(headOfNode(conn.request), this.#context.config);
			conn.once('close', this.#context.limit.take(address));
			reportStep(conn, 'limits-checked');
		} catch (error) {
			this.#rejections.set(conn, { error });
			outbound.closeAfter(rejectionTimeoutMs);
		}
		const violations = malformedMessageCounter();
		conn.on('data', (data: unknown) => {
			// Each CONNECT packet requests a namespace and has credentials to check. A client needs only one.
			if (typeof data !== 'string' || !data.startsWith('0')) return;
			const isUnreadable = hasUnreadableAuth(data);
			if (isUnreadable)
				conn.write(connectError(data, reportError(unreadableAuth, this.#context, 'socket-io')));
			if (violations.add(performance.now()) || isUnreadable) outbound.close();
		});
	}

	#reportSteps(conn: EngineSocket): void {
		linkSubject(conn, conn.request);
		reportStep(conn, 'handshake-answered');
		// From then on `conn` stands for the request of the WebSocket.
		conn.on('upgrade', (transport: Transport) => linkSubject(conn, transport));
		conn.on('packetCreate', ({ type }: { type: string }) => {
			if (type === 'ping') reportStep(conn, 'ping-sent');
		});
		conn.on('heartbeat', () => reportStep(conn, 'pong-received'));
	}

	#check(now: number): void {
		for (const [sid, outbound] of this.#outbounds) {
			if (outbound.isFinished) this.#outbounds.delete(sid);
			else outbound.check(now);
		}
	}

	/** Requests with a `sid` belong to a connection whose credentials are known. */
	async #readCredentials(req: IncomingMessage): Promise<void> {
		reportStep(req, 'origin-checked'); // by the routers
		const { query } = targetOf(req);
		if (query.has('sid')) return;
		const credentials = this.#context.sessions.of(headOfNode(req), guestKey(query.get('guest')));
		this.#credentials.set(req, await credentials.catch((error: unknown) => ({ error })));
	}
}

/** Whether a body is too long according to its `Content-Length`, which browsers always send. */
function isTooLarge({ method, headers }: IncomingMessage): boolean {
	return method === 'POST' && Number(headers['content-length']) > maxPayloadBytes;
}
