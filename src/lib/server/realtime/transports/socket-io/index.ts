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
import type { Fanout } from '../../connection.ts';
import { reportError, type RealtimeContext } from '../../context.ts';
import { clientAddress } from '../../guards/address.ts';
import { requireCursor } from '../../guards/cursor.ts';
import { headOfNode } from '../../guards/request.ts';
import { requireRoom } from '../../guards/room.ts';
import type { Identity } from '../../session/identity.ts';
import { Refusal } from '../../refusal.ts';
import { jitterMs } from '../../jitter.ts';
import type { UpgradeHandler } from '../../routing/upgrade-router.ts';
import { LocalFanOut } from './adapter.ts';
import { Announcements, type Announcement } from './announcements.ts';
import { openAdapter } from './cluster.ts';
import {
	SocketIoConnection,
	socketIoFanout,
	type RoomServer,
	type RoomSocket
} from './connection.ts';
import { SocketIoEngine } from './engine.ts';
import { callback, guarded, type EventGuard, type Reply } from './event.ts';

/** How long a client may take from the connection to the handshake of Socket.IO. */
const connectMs = 10_000;

/** `/socket.io/`: any number of rooms on one connection. */
export class SocketIoTransport {
	readonly #context: RealtimeContext;
	readonly #engine: SocketIoEngine;
	readonly #cluster: ReturnType<typeof openAdapter>;
	readonly #io: RoomServer;
	readonly #fanout: Fanout;
	readonly #announcements: Announcements;

	constructor(context: RealtimeContext) {
		this.#context = context;
		this.#engine = new SocketIoEngine(context);
		const fanOut = new LocalFanOut();
		this.#cluster = openAdapter(context, fanOut);
		const { adapter } = this.#cluster;
		this.#io = new Server({ adapter, serveClient: false, connectTimeout: connectMs });
		this.#io.bind(this.#engine.engine);
		this.#fanout = socketIoFanout(this.#io, fanOut);
		this.#announcements = new Announcements({
			io: this.#io,
			hub: context.hub,
			isCluster: context.config.redisUrl !== null
		});
		this.#authenticate();
		this.#io.on('connection', (socket) => this.#open(socket));
	}

	/** Whether a request belongs to a connection that is there. */
	knows(req: IncomingMessage): boolean {
		return this.#engine.knows(req);
	}

	/** A request of the polling transport. */
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

	/** Ends what is still open. Those who shall know why are told before, through the hub. */
	async close(): Promise<void> {
		await this.#io.close();
		this.#engine.close();
		this.#cluster.close();
	}

	// #region middleware
	/** 接続のたびに一度、最初のイベントより前に呼ばれる */
	#authenticate(): void {
		this.#io.use((socket, next) => {
			this.#letIn(socket).then(
				(identity) => {
					socket.data.identity = identity;
					next();
				},
				(error: unknown) => {
					// クライアントには connect_error として届く。data.code で、期限切れと偽物を区別できる
					const data = reportError(error, this.#context, 'socket-io');
					next(Object.assign(new Error(data.message), { data }));
				}
			);
		});
	}

	async #letIn(socket: RoomSocket): Promise<Identity> {
		const identity = await this.#identityOf(socket);
		this.#requirePlace(socket);
		return identity;
	}

	async #identityOf({ handshake, request }: RoomSocket): Promise<Identity> {
		if (this.#context.isDraining()) throw new Refusal('draining', { retryAfterMs: jitterMs() });

		// handshake.auth は、クライアントが自由に書ける。形を確かめてから、署名や使用済みかどうかを調べる
		const auth = parseShape(HandshakeAuthSchema, handshake.auth);
		if (!auth.ok) throw new Refusal('unauthorised');
		// いくつかで名乗ったら、どれも本物でなければならない。Authorization は、接続の最初のリクエストで調べた
		const identified = this.#engine.identified(request);
		if ('error' in identified) throw identified.error;
		const { sessions } = this.#context;
		const { token, ticket } = auth.value;
		const byToken = token === undefined ? null : await sessions.verify(token);
		const byTicket = ticket === undefined ? null : await sessions.redeemTicket(ticket);

		// どちらもなければ Cookie。それもなければゲスト(許していなければ null)
		const identity = byToken ?? byTicket ?? identified.identity;
		if (identity === null) throw new Refusal('unauthorised');
		return identity;
	}
	// #endregion middleware

	/** Where there is no place for a connection, it ends as soon as it has been told. */
	#requirePlace({ conn }: RoomSocket): void {
		const refused = this.#engine.refused(conn);
		if (refused === undefined) return;
		setImmediate(() => conn.close());
		throw refused.error;
	}

	#open(socket: RoomSocket): void {
		const { hub, metrics } = this.#context;
		const connection = new SocketIoConnection(socket, this.#fanout);
		const guard = {
			offend: (code: ErrorCode) => {
				metrics.countError('socket-io', code);
				connection.offend();
			},
			explain: (error: unknown) => reportError(error, this.#context, 'socket-io'),
			hurry: () => connection.hurry()
		};
		socket.onAny((event: unknown, ...args: unknown[]) => {
			// An event may come without a name, and then asking for its listeners throws. Socket.IO listens to
			// `error` itself, lest an event of this name end the process.
			const isNamed = typeof event === 'string' && event !== 'error';
			if (isNamed && socket.listeners(event as 'message').length > 0) return;
			callback(args)({ ok: false, ...problem('bad_request', { message: 'No such event.' }) });
			guard.offend('bad_request');
		});
		// What Socket.IO cannot decode ends the connection, right after this. A client's own event of this name
		// brings JSON, never an Error.
		socket.on('error', (error: unknown) => {
			if (!(error instanceof Error)) return;
			metrics.countError('socket-io', 'bad_message');
			connection.close(4400);
		});
		socket.on('disconnecting', () => {
			for (const room of hub.roomsOf(connection)) this.#announce('user-left', connection, room);
			hub.remove(connection);
			connection.left();
		});
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
			await controlLimit?.take(author); // 入退室の数え方は、発言と別
			requireRoom(room, config.openRooms);
			const isNew = !hub.isIn(connection, room);
			const told = { welcome: false };
			const welcome = (welcome: Welcome) => {
				told.welcome = true;
				answer(welcome); // 返事が先。見逃したメッセージは、そのあとに届く
				if (isNew) this.#announce('user-joined', connection, room);
			};
			try {
				await hub.join(connection, room, { after: requireCursor(after), address, welcome });
			} catch (error) {
				if (!told.welcome) throw error;
				// 返事はもう出した。続きを読めないまま黙ると、何も届かない部屋に居続けてしまう
				connection.giveUp(guard.explain(error));
				return;
			}
			if (!hub.isIn(connection, room)) throw new Refusal('not_in_room'); // 参加が済む前に退出した
		});

		const leave = guarded(guard, LeaveRoomSchema, async ({ room }, answer: Reply<object>) => {
			await controlLimit?.take(author);
			if (!hub.isIn(connection, room)) throw new Refusal('not_in_room');
			this.#announce('user-left', connection, room);
			hub.leave(connection, room);
			answer({});
		});

		const say = guarded(guard, RoomMessageSchema, async ({ room, ...said }, answer: Reply<Ack>) => {
			await messageLimit?.take(author); // 送りすぎを断る
			await hub.requireIn(connection, room); // いない部屋には話せない
			const { id, seq } = await hub.publish(identity, room, said, 'socket-io');
			answer({ ...(said.clientId && { clientId: said.clientId }), id, seq });
		});

		socket.on('join-room', join).on('leave-room', leave).on('message', say);
	}

	/** 部屋が50人以下の間だけ、本人以外に伝える。それより多い部屋では、1人ごとに全員へ配らない */
	#announce(event: Announcement['event'], connection: SocketIoConnection, room: string): void {
		this.#announcements
			.announce(event, connection, room)
			.catch((err: unknown) => this.#context.log.error({ err }, 'socket.io announcement'));
	}
	// #endregion join
}
