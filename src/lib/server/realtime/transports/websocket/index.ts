import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type Server, type ServerOptions } from 'ws';
import {
	maxPayloadBytes,
	parseClientEvent,
	type Publish
} from '../../../../protocol/client-event.ts';
import type { Problem } from '../../../../protocol/errors.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { clientAddress } from '../../guards/address.ts';
import { requireCursor } from '../../guards/cursor.ts';
import { maxPending } from '../../guards/messages.ts';
import { headOfNode, targetOf } from '../../guards/request.ts';
import { requireRoom } from '../../guards/room.ts';
import type { Identity } from '../../session/identity.ts';
import { rejectHandshake } from '../../wire/reject-upgrade.ts';
import { Refusal } from '../../refusal.ts';
import { clearSessionCookie } from '../../session/cookie.ts';
import type { Credentials } from '../../session/sessions.ts';
import { jitterMs } from '../../jitter.ts';
import type { UpgradeHandler } from '../../routing/upgrade-router.ts';
import { RoomSocket, WebSocketConnection } from './connection.ts';
import { ignoreError, onClose, onMessage, onPing, onPong } from './listeners.ts';

/** The subprotocol of the contract; a client may leave it out. */
const subprotocol = 'wirelab.v1';
const beatMs = 1000;
/** How long a peer may take to answer a close frame (RFC 6455 §7.1.1). */
const closeTimeoutMs = 2000;
/** How long a connection without credentials may wait where guests are not let in. */
const authenticationMs = 10_000;

// `closeTimeout` is newer than the type declarations.
// #region options
const serverOptions: ServerOptions<typeof RoomSocket> & { closeTimeout: number } = {
	noServer: true,
	WebSocket: RoomSocket,
	maxPayload: maxPayloadBytes,
	// 圧縮は接続ごとにメモリーを使い、秘密と並べて縮めると、長さから中身が漏れうる
	perMessageDeflate: false,
	closeTimeout: closeTimeoutMs,
	// ping には自分で答える。ws にまかせると、一度に60を超えて届いた接続は、理由も告げずに切られる
	autoPong: false,
	handleProtocols: (offered) => offered.has(subprotocol) && subprotocol
};
// #endregion options

/** `/ws?room=&after=`: one WebSocket in one room. */
export class WebSocketTransport {
	readonly maxPending: number;
	readonly #context: RealtimeContext;
	readonly #server: Server<typeof RoomSocket>;
	readonly #heart: NodeJS.Timeout;
	/** Requests whose cookie was no use, until they are answered. */
	readonly #stale = new WeakSet<IncomingMessage>();

	constructor(context: RealtimeContext) {
		this.#context = context;
		this.maxPending = maxPending(context.config.rateLimitMessages);
		this.#server = new WebSocketServer(serverOptions);
		this.#server.on('error', (err) => context.log.error({ err }, 'websocket server'));
		this.#server.on('wsClientError', rejectHandshake);
		this.#server.on('headers', (headers, req) => {
			if (this.#stale.has(req)) headers.push(`Set-Cookie: ${clearSessionCookie()}`);
		});
		this.#heart = setInterval(() => this.#beat(performance.now()), beatMs).unref();
	}

	readonly upgrade: UpgradeHandler = (req, socket, head) => {
		this.#handshake(req, socket, head).catch((err: unknown) => {
			this.#context.log.error({ err }, 'websocket handshake');
			socket.destroy();
		});
	};

	/** Cuts what is still open. Those who shall know why are told before, through the hub. */
	close(): void {
		clearInterval(this.#heart);
		for (const ws of this.#server.clients) ws.terminate();
		this.#server.close();
	}

	async #handshake(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const from = headOfNode(req);
		const address = clientAddress(from, this.#context.config);
		const identified = await this.#context.sessions.of(from).catch((error: unknown) => ({ error }));
		if ('staleCookie' in identified && identified.staleCookie) this.#stale.add(req);
		this.#server.handleUpgrade(req, socket, head, (ws) => {
			const connection = new WebSocketConnection(ws, socket, { owner: this, address });
			connection.ready = this.#open(connection, targetOf(req).query, identified);
		});
	}

	// #region connection
	/** ハンドシェイクが済んだソケットを、部屋につなぐ */
	async #open(connection: WebSocketConnection, query: URLSearchParams, identified: Identified) {
		const { hub, config, limit } = this.#context;
		connection.ws.on('error', ignoreError); // 聞き手のいない error はプロセスを落とす。後始末は close で
		connection.ws.on('message', onMessage); // 関数は全接続で共有し、接続ごとには作らない
		connection.ws.on('ping', onPing);
		connection.ws.on('pong', onPong);
		connection.ws.on('close', onClose);
		hub.add(connection);

		// 断る理由は、ハンドシェイクの後に close code で伝える。その前の HTTP ステータスは、ブラウザーから読めない
		try {
			if (this.#context.isDraining()) throw new Refusal('draining', { retryAfterMs: jitterMs() });
			connection.release = limit.take(connection.address); // 満員なら 1013
			const room = requireRoom(query.get('room'), config.openRooms);
			const after = requireCursor(query.get('after'));
			if (!this.#recognise(connection, identified)) await connection.signedIn(authenticationMs);
			connection.room = room;
			await hub.join(connection, room, {
				after,
				address: connection.address,
				welcome: (welcome) => connection.send({ type: 'welcome', ...welcome })
			});
		} catch (error) {
			connection.refuse(reportError(error, this.#context, 'websocket'));
		}
	}

	receive(connection: WebSocketConnection, text: string): Promise<void> | void {
		const event = parseClientEvent(text); // 例外は投げず、何がいけないかを値で返す
		if (!event.ok) return this.#offend(connection, event.problem);
		const { value } = event;
		if (value.type === 'ping')
			return this.ping(connection, () => connection.send({ type: 'pong' }));
		if (value.type === 'auth') return this.#authenticate(connection, value.ticket);
		return this.#publish(connection, value);
	}
	// #endregion connection

	/** Answers a ping, in words or as a frame, unless there are too many. */
	async ping(connection: WebSocketConnection, answer: () => void): Promise<void> {
		try {
			await this.#takeControl(connection);
			answer();
		} catch (error) {
			connection.turnDown(reportError(error, this.#context, 'websocket'));
		}
	}

	/** @throws Refusal `rate_limited` */
	async #takeControl({ identity, address, id }: WebSocketConnection): Promise<void> {
		await this.#context.controlLimit?.take({ identity, address, connection: id });
	}

	#offend(connection: WebSocketConnection, problem: Problem): void {
		this.#context.metrics.countError('websocket', problem.code);
		connection.offend(problem);
	}

	gone(connection: WebSocketConnection): void {
		connection.release();
		this.#context.hub.remove(connection);
	}

	// #region publish
	/** 確かめた本文だけを受け取る。誰の発言かは、接続が知っている */
	async #publish(connection: WebSocketConnection, { text, clientId }: Publish): Promise<void> {
		const { hub, messageLimit } = this.#context;
		const about = clientId === undefined ? {} : { clientId };
		try {
			const { identity, address, id } = connection;
			await messageLimit?.take({ identity, address, connection: id }); // 送りすぎていないか
			if (connection.room === null) throw new Refusal('unauthorised');
			await hub.requireIn(connection, connection.room); // その部屋に、いまいるか
			const said = { text, ...about };
			const stored = await hub.publish(connection.identity, connection.room, said, 'websocket');
			connection.send({ type: 'ack', ...about, id: stored.id, seq: stored.seq });
		} catch (error) {
			connection.turnDown(reportError(error, this.#context, 'websocket'), about);
		}
	}
	// #endregion publish

	/** Whether the request said who it is from. Where guests are not let in, a ticket may still come. */
	#recognise(connection: WebSocketConnection, identified: Identified): boolean {
		if ('error' in identified) throw identified.error;
		if (identified.identity === null) return false;
		this.#identify(connection, identified.identity);
		return true;
	}

	#identify(connection: WebSocketConnection, identity: Identity): void {
		connection.identity = identity;
		this.#context.hub.updateIdentity(connection);
	}

	/** An `auth` message: makes the connection that of the ticket's session, and welcomes it as such. */
	async #authenticate(connection: WebSocketConnection, ticket: string): Promise<void> {
		const { hub, sessions } = this.#context;
		try {
			await this.#takeControl(connection);
			this.#identify(connection, await sessions.redeemTicket(ticket));
			if (connection.room === null) return connection.signIn();
			await connection.ready;
			const welcome = hub.welcome(connection, connection.room);
			if (welcome !== null) connection.send({ type: 'welcome', ...welcome });
		} catch (error) {
			const problem = reportError(error, this.#context, 'websocket');
			if (problem.code === 'rate_limited') connection.turnDown(problem);
			else connection.refuse(problem);
		}
	}

	/** Pings who has been silent and cuts who does not answer: a half-open socket never ends by itself. */
	#beat(now: number): void {
		for (const { connection } of this.#server.clients) connection?.beat(now);
	}
}

type Identified = Credentials | { error: unknown };
