import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type Server } from 'ws';
import { parseClientEvent, type Publish } from '../../../../protocol/client-event.ts';
import type { Problem } from '../../../../protocol/errors.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { checkReader, type CheckedReader } from '../../guards/check-request.ts';
import { clientAddress } from '../../guards/address.ts';
import { maxPending } from '../../guards/messages.ts';
import { headOfNode, targetOf } from '../../guards/request.ts';
import { connectionCheckMs } from '../../hub/outbound.ts';
import { authenticationTimeoutMs } from '../../limits.ts';
import { Refusal } from '../../refusal.ts';
import type { UpgradeHandler } from '../../routing/upgrade-router.ts';
import { clearSessionCookie } from '../../session/cookie.ts';
import { unidentified, type Identity } from '../../session/identity.ts';
import { linkSubject, reportStep } from '../../tap/steps.ts';
import { rejectHandshake } from '../../wire/reject-upgrade.ts';
import { webSocketOptions } from '../../wire/server-web-socket.ts';
import { WebSocketConnection } from './connection.ts';
import { addListeners, RoomSocket } from './socket.ts';

/** The subprotocol of the contract; a client may leave it out. */
const subprotocol = 'wirelab.v1';

/** The result of the guards for an upgrade, or their error, which is sent after the handshake: see `#open`. */
type Checked = CheckedReader | { error: unknown };

/** `/ws?room=&after=`: one WebSocket in one room. */
export class WebSocketTransport {
	readonly maxPending: number;
	readonly #context: RealtimeContext;
	readonly #server: Server<typeof RoomSocket>;
	readonly #checkTimer: NodeJS.Timeout;
	/** Requests with an invalid cookie, which the response to the handshake clears. */
	readonly #staleCookies = new WeakSet<IncomingMessage>();

	constructor(context: RealtimeContext) {
		this.#context = context;
		this.maxPending = maxPending(context.config.rateLimitMessages);
		this.#server = new WebSocketServer({
			...webSocketOptions,
			WebSocket: RoomSocket,
			handleProtocols: (offered) => offered.has(subprotocol) && subprotocol
		});
		this.#server.on('error', (err) => context.log.error({ err }, 'websocket server'));
		this.#server.on('wsClientError', rejectHandshake);
		this.#server.on('headers', (headers, req) => {
			if (this.#staleCookies.has(req)) headers.push(`Set-Cookie: ${clearSessionCookie()}`);
		});
		// One timer for all sockets: it pings them, and closes those that do not read or do not answer.
		this.#checkTimer = setInterval(() => {
			const now = performance.now();
			for (const { connection } of this.#server.clients) connection?.check(now);
		}, connectionCheckMs).unref();
	}

	readonly upgrade: UpgradeHandler = (req, socket, head) => {
		this.#handshake(req, socket, head).catch((err: unknown) => {
			this.#context.log.error({ err }, 'websocket handshake');
			socket.destroy();
		});
	};

	/** Terminates the connections that have not ended since the hub sent `closing`, and those opened later. */
	close(): void {
		clearInterval(this.#checkTimer);
		for (const ws of this.#server.clients) ws.terminate();
		this.#server.close();
	}

	async #handshake(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
		const sender = headOfNode(req);
		const { query } = targetOf(req);
		const options = {
			isOriginChecked: true,
			guests: 'connection',
			guest: query.get('guest'),
			onStaleCookie: () => this.#staleCookies.add(req),
			room: query.get('room'),
			after: query.get('after'),
			mayAuthenticateLater: true
		} as const;
		const checked: Checked = await checkReader(sender, options, this.#context).catch(
			(error: unknown) => ({ error })
		);
		const address = clientAddress(sender, this.#context.config);
		let isOpen = false as boolean;
		this.#server.handleUpgrade(req, socket, head, (ws) => {
			isOpen = true;
			const connection = new WebSocketConnection(ws, socket, { handler: this, address });
			linkSubject(connection, req);
			reportStep(connection, 'handshake-answered', { detail: 101 });
			const name = query.get('connection');
			if (name !== null) this.#nameConnection(connection, name, socket);
			connection.ready = this.#open(connection, checked);
		});
		if (!isOpen && 'release' in checked) checked.release();
	}

	/** Registers a connection under a name, by which its reader can cause faults on it. */
	#nameConnection(connection: WebSocketConnection, name: string, socket: Duplex): void {
		const { ws, address } = connection;
		const closedWith = () => connection.closedWith;
		ws.once('close', this.#context.named.add(name, { socket, address, closedWith }));
	}

	// #region connection
	/** ハンドシェイク済みのソケットを、ルームに接続する */
	async #open(connection: WebSocketConnection, checked: Checked): Promise<void> {
		const { hub } = this.#context;
		addListeners(connection.ws); // error のリスナーがないと、プロセスが終了する。クリーンアップは close で行う
		hub.add(connection);

		// 拒否の理由は、ハンドシェイクの後に close code で伝える。その前の HTTP ステータスは、ブラウザーから読めない
		try {
			if ('error' in checked) throw checked.error;
			const { room, after, address, identity, release } = checked;
			connection.release = release;
			// 未認証なら、チケットを待つ
			if (identity === unidentified) await connection.whenAuthenticated(authenticationTimeoutMs);
			else this.#identify(connection, identity);
			connection.room = room;
			await hub.join(connection, room, {
				after,
				address,
				welcome: (welcome) => connection.send({ type: 'welcome', ...welcome })
			});
		} catch (error) {
			connection.closeWith(reportError(error, this.#context, 'websocket'));
		}
	}

	handleMessage(connection: WebSocketConnection, text: string): Promise<void> | void {
		const event = parseClientEvent(text); // 例外は投げず、エラーの内容を値で返す
		if (!event.ok) return this.#rejectMalformed(connection, event.problem);
		reportStep(connection, 'validated'); // 読者が求めた記録に残す
		const { value } = event;
		if (value.type === 'ping')
			return this.handlePing(connection, () => connection.send({ type: 'pong' }));
		if (value.type === 'auth') return this.#authenticate(connection, value.ticket);
		return this.#publish(connection, value);
	}
	// #endregion connection

	/** Answers a ping, whether it is a message or a frame, unless there are too many. */
	async handlePing(connection: WebSocketConnection, answer: () => void): Promise<void> {
		try {
			await this.#takeControl(connection);
			answer();
		} catch (error) {
			connection.rejectMessage(reportError(error, this.#context, 'websocket'));
		}
	}

	handleClose(connection: WebSocketConnection): void {
		connection.release();
		this.#context.hub.remove(connection);
	}

	/** @throws Refusal `rate_limited` */
	async #takeControl({ identity, address, id }: WebSocketConnection): Promise<void> {
		await this.#context.controlLimit?.take({ identity, address, connection: id });
	}

	#rejectMalformed(connection: WebSocketConnection, problem: Problem): void {
		this.#context.metrics.countError('websocket', problem.code);
		connection.rejectMalformed(problem);
	}

	// #region publish
	/** 検証済みの本文だけを受け取る。送信者は接続から分かる */
	async #publish(connection: WebSocketConnection, { text, clientId }: Publish): Promise<void> {
		const { hub, messageLimit } = this.#context;
		const about = clientId === undefined ? {} : { clientId };
		try {
			const { identity, address, id } = connection;
			await messageLimit?.take({ identity, address, connection: id }); // レート制限の確認
			if (connection.room === null) throw new Refusal('unauthorised');
			await hub.requireIn(connection, connection.room); // 現在そのルームに入室しているか
			const body = { text, ...about };
			const stored = await hub.publish(connection.identity, connection.room, body, 'websocket');
			connection.send({ type: 'ack', ...about, id: stored.id, seq: stored.seq });
		} catch (error) {
			connection.rejectMessage(reportError(error, this.#context, 'websocket'), about);
		}
	}
	// #endregion publish

	#identify(connection: WebSocketConnection, identity: Identity): void {
		connection.identity = identity;
		linkSubject(identity, connection);
		this.#context.hub.updateIdentity(connection);
	}

	/** Handles an `auth` message: gives the connection the identity of the ticket's session. In a room, welcomes it again. */
	async #authenticate(connection: WebSocketConnection, ticket: string): Promise<void> {
		const { hub, sessions } = this.#context;
		try {
			await this.#takeControl(connection);
			this.#identify(connection, await sessions.redeemTicket(ticket));
			if (connection.room === null) return connection.confirmAuthenticated();
			await connection.ready;
			const welcome = hub.welcome(connection, connection.room);
			if (welcome !== null) connection.send({ type: 'welcome', ...welcome });
		} catch (error) {
			const problem = reportError(error, this.#context, 'websocket');
			if (problem.code === 'rate_limited') connection.rejectMessage(problem);
			else connection.closeWith(problem);
		}
	}
}
