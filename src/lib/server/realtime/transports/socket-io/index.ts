import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server } from 'socket.io';
import { parseShape } from '../../../../protocol/client-event.ts';
import { problem, type ErrorCode } from '../../../../protocol/errors.ts';
import type { Ack, Welcome } from '../../../../protocol/message.ts';
import {
	HandshakeAuthSchema,
	JoinRoomSchema,
	LeaveRoomSchema,
	RoomMessageSchema
} from '../../../../protocol/socket-io.ts';
import type { RedisLink } from '../../broker/redis/link.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { clientAddress } from '../../guards/address.ts';
import { requireIdentity, requireServing } from '../../guards/check-request.ts';
import { requireCursor } from '../../guards/cursor.ts';
import { headOfNode } from '../../guards/request.ts';
import { requireRoom } from '../../guards/room.ts';
import type { Identity } from '../../session/identity.ts';
import { Refusal } from '../../refusal.ts';
import type { UpgradeHandler } from '../../routing/upgrade-router.ts';
import { linkSubject, reportStep } from '../../tap/steps.ts';
import { Announcements, type Announcement } from './announcements.ts';
import { adapterFor } from './cluster.ts';
import { SocketIoConnection, type RoomServer, type RoomSocket } from './connection.ts';
import { SocketIoEngine } from './engine.ts';
import { callback, guarded, type EventGuard, type Reply } from './event.ts';

/** How long a client may take from the connection to the handshake of Socket.IO. */
const connectTimeoutMs = 10_000;

/** `/socket.io/`: any number of rooms on one connection. */
export class SocketIoTransport {
	readonly #context: RealtimeContext;
	readonly #engine: SocketIoEngine;
	readonly #io: RoomServer;
	readonly #announcements: Announcements;

	/** @param link the connection to Redis; null: this is the only instance */
	constructor(context: RealtimeContext, link: RedisLink | null) {
		this.#context = context;
		this.#engine = new SocketIoEngine(context);
		const adapter = adapterFor(context, link);
		this.#io = new Server({ adapter, serveClient: false, connectTimeout: connectTimeoutMs });
		this.#io.bind(this.#engine.engine);
		this.#announcements = new Announcements({
			io: this.#io,
			hub: context.hub,
			isCluster: link !== null
		});
		this.#authenticate();
		this.#io.on('connection', (socket) => this.#open(socket));
	}

	/** Whether a request belongs to a connection that is open or still sends its last bytes. */
	hasConnection(req: IncomingMessage): boolean {
		return this.#engine.hasConnection(req);
	}

	/** Handles a request of the polling transport. */
	request(req: IncomingMessage, res: ServerResponse): void {
		this.#engine.request(req, res).catch((err: unknown) => {
			this.#context.log.error({ err }, 'socket.io request');
			res.destroy();
		});
	}

	readonly upgrade: UpgradeHandler = (req, socket, head) => {
		this.#engine.upgrade(req, socket, head).catch((err: unknown) => {
			this.#context.log.error({ err }, 'socket.io upgrade');
			socket.destroy();
		});
	};

	/** Closes the remaining connections. The hub has already sent `closing` to clients that need a reason. */
	async close(): Promise<void> {
		await this.#io.close();
		this.#engine.close();
	}

	// #region middleware
	/** ここで登録するミドルウェアは、接続ごとに1度、最初のイベントより前に呼ばれる */
	#authenticate(): void {
		this.#io.use((socket, next) => {
			this.#authorize(socket).then(
				(identity) => {
					socket.data.identity = identity;
					next();
				},
				(error: unknown) => {
					// クライアントには connect_error として届く。data.code で、期限切れと不正なトークンを区別できる
					const data = reportError(error, this.#context, 'socket-io');
					next(Object.assign(new Error(data.message), { data }));
				}
			);
		});
	}

	async #authorize(socket: RoomSocket): Promise<Identity> {
		const identity = await this.#identityOf(socket);
		this.#requireCapacity(socket);
		return identity;
	}

	async #identityOf({ handshake, request }: RoomSocket): Promise<Identity> {
		requireServing(this.#context); // 再起動中なら拒否する

		// handshake.auth は、クライアントが自由に設定できる。形式を検証してから、署名や使用済みかどうかを確認する
		const auth = parseShape(HandshakeAuthSchema, handshake.auth);
		if (!auth.ok) throw new Refusal('unauthorised');
		// 複数の認証情報があれば、すべて有効でなければならない。Authorization は、最初のリクエストで検証済み
		const credentials = this.#engine.credentialsOf(request);
		if ('error' in credentials) throw credentials.error;
		const { sessions } = this.#context;
		const { token, ticket } = auth.value;
		const byToken = token === undefined ? null : await sessions.verify(token);
		const byTicket = ticket === undefined ? null : await sessions.redeemTicket(ticket);

		// どちらもなければ Authorization か Cookie。それもなければゲスト(許可していなければ null)
		return requireIdentity(byToken ?? byTicket ?? credentials.identity);
	}
	// #endregion middleware

	/** Rejects a connection over the capacity, and closes it once the rejection has been written. */
	#requireCapacity({ conn }: RoomSocket): void {
		const rejection = this.#engine.rejectionOf(conn);
		if (rejection === undefined) return;
		setImmediate(() => conn.close());
		throw rejection.error;
	}

	#open(socket: RoomSocket): void {
		const { hub, metrics } = this.#context;
		const connection = new SocketIoConnection(socket);
		const guard = {
			reportError: (error: unknown) => reportError(error, this.#context, 'socket-io', connection),
			onValid: () => reportStep(connection, 'validated'),
			onMalformed: (code: ErrorCode) => {
				metrics.countError('socket-io', code);
				reportStep(connection, 'rejected', { detail: code });
				connection.countMalformed();
			},
			onRateLimited: () => connection.countRateLimited()
		};
		socket.onAny((event: unknown, ...args: unknown[]) => {
			// An event may have no name; `listeners` would throw for it. Socket.IO itself listens to
			// `error`, so that an event of this name does not end the process.
			const mayHaveListener = typeof event === 'string' && event !== 'error';
			if (mayHaveListener && socket.listeners(event as 'message').length > 0) return;
			callback(args)({ ok: false, ...problem('bad_request', { message: 'No such event.' }) });
			guard.onMalformed('bad_request');
		});
		// Socket.IO closes the connection right after it emits this for a packet that it cannot decode. A
		// client's own event of this name carries JSON, never an Error.
		socket.on('error', (error: unknown) => {
			if (!(error instanceof Error)) return;
			metrics.countError('socket-io', 'bad_message');
			connection.close(4400);
		});
		socket.on('disconnecting', () => {
			for (const room of hub.roomsOf(connection)) this.#announce('user-left', connection, room);
			hub.remove(connection);
			connection.leaveNamespace();
		});
		linkSubject(connection, socket.conn);
		linkSubject(connection.identity, connection);
		reportStep(connection, 'credentials-checked');
		hub.add(connection);
		this.#listen(connection, guard);
	}

	// #region join
	#listen(connection: SocketIoConnection, guard: EventGuard): void {
		const { socket, identity } = connection;
		const { hub, config, messageLimit, controlLimit } = this.#context;
		const address = clientAddress(headOfNode(socket.request), config);
		const author = { identity, address, connection: connection.id };

		const join = guarded(guard, JoinRoomSchema, async ({ room, after }, answer: Reply<Welcome>) => {
			await controlLimit?.take(author); // 入退室の制限は、メッセージとは別
			requireRoom(room, config.openRooms);
			const isNew = !hub.isIn(connection, room);
			let isWelcomed = false as boolean;
			const welcome = (welcome: Welcome) => {
				isWelcomed = true;
				answer(welcome); // 応答が先。切断中のメッセージは、そのあとに届く
				if (isNew) this.#announce('user-joined', connection, room);
			};
			try {
				await hub.join(connection, room, { after: requireCursor(after), address, welcome });
			} catch (error) {
				if (!isWelcomed) throw error;
				// 応答は送信済み。続きを読めないまま放置すると、何も届かないルームに残ってしまう
				connection.closeWith(guard.reportError(error));
				return;
			}
			if (!hub.isIn(connection, room)) throw new Refusal('not_in_room'); // 入室が完了する前に退室した
		});

		const leave = guarded(guard, LeaveRoomSchema, async ({ room }, answer: Reply<object>) => {
			await controlLimit?.take(author);
			if (!hub.isIn(connection, room)) throw new Refusal('not_in_room');
			this.#announce('user-left', connection, room);
			hub.leave(connection, room);
			answer({});
		});

		const publish = guarded(
			guard,
			RoomMessageSchema,
			async ({ room, ...body }, answer: Reply<Ack>) => {
				await messageLimit?.take(author); // 送りすぎを拒否する
				await hub.requireIn(connection, room); // 入室していないルームには送信できない
				const { id, seq } = await hub.publish(identity, room, body, 'socket-io');
				answer({ ...(body.clientId && { clientId: body.clientId }), id, seq });
				reportStep(connection, 'acknowledged', { messageId: id }); // 読者が求めた記録に残す
			}
		);

		socket.on('join-room', join).on('leave-room', leave).on('message', publish);
	}

	/** ルームが50人以下の間だけ、本人以外に伝える。それより多いルームでは、入退室ごとに全員へ配信しない */
	#announce(event: Announcement['event'], connection: SocketIoConnection, room: string): void {
		this.#announcements
			.announce(event, connection, room)
			.catch((err: unknown) => this.#context.log.error({ err }, 'socket.io announcement'));
	}
	// #endregion join
}
