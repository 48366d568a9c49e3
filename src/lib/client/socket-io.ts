import type { Socket } from 'socket.io-client';
import { closeKind } from '$lib/protocol/close-codes.ts';
import { isRoom } from '$lib/protocol/room.ts';
import { parseNamedEvent, type ServerEvent } from '$lib/protocol/server-event.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '$lib/protocol/socket-io.ts';
import { createCore, type ClientOptions } from './core.ts';
import type { OutboxEntry } from './outbox.ts';
import type { Client, RoomClientEvent } from './room-client.ts';
import { createRoomSet, type RoomStatus, type Stay } from './room-set.ts';

/** How the connection travels: it starts as HTTP requests and becomes a WebSocket where that works. */
export interface TransportStep {
	step: 'open' | 'upgrading' | 'upgraded' | 'upgrade-failed';
	/** `polling`, `websocket` or `webtransport`. */
	transport: string;
}

export type SocketIoEvent =
	| Exclude<RoomClientEvent, { type: 'error' }>
	| ({ type: 'transport' } & TransportStep)
	| { type: 'room'; room: string; status: RoomStatus }
	| { type: 'user-joined' | 'user-left'; room: string; user: string };

/** A client that is in any number of rooms at once. */
export interface SocketIoClient extends Client {
	join(room: string): void;
	leave(room: string): void;
	/** Queues a message for a room; it goes out once the room is joined. `false`: the outbox is full. */
	send(room: string, text: string): boolean;
}

// Optional on the server, which must not rely on it; here every event asks for its answer, and only a
// parameter that is there lets `emitWithAck` and `timeout` infer its type.
type Asking = {
	[Event in keyof ClientToServerEvents]: (
		...args: Required<Parameters<ClientToServerEvents[Event]>>
	) => void;
};

type RoomSocket = Socket<ServerToClientEvents, Asking>;

export interface SocketIoClientOptions extends ClientOptions<SocketIoEvent> {
	/** Gives `io`; loads the library on first use unless a test puts something else here. */
	load?: () => Promise<{ io: (options: object) => RoomSocket }>;
}

const answerMs = 10_000;

// Something must change first: the same handshake would be refused again.
const finalRefusals: readonly unknown[] = ['unauthorised', 'token_expired', 'forbidden_origin'];

/** Several rooms over one Socket.IO connection. Browser only. */
export function createSocketIoClient({
	load = () => import('socket.io-client'),
	...options
}: SocketIoClientOptions): SocketIoClient {
	const rooms = createRoomSet();
	/** Rooms to be joined. The server counts joins, so they are asked for one after the other. */
	const joining = new Set<string>();
	let isJoining = false;
	let joinTimer: ReturnType<typeof setTimeout> | undefined;
	let socket: RoomSocket | undefined;
	let attempts = 0;

	// #region connect
	async function open() {
		const attempt = ++attempts;
		const { io } = await load(); // 使うときに初めて読み込む。
		if (attempt !== attempts) return; // 読み込む間に止められた。

		// アドレスを書かなければ、今見ているページのサーバーにつながる。
		// 待ち時間を画面に出し、サーバーの指示にも従うため、つなぎ直しは自分で行う。
		const current = io({ forceNew: true, reconnection: false });
		socket = current;
		let closing: ServerEvent | null = null;

		current.on('connect', () => {
			lifecycle.opened();
			for (const room of rooms.names()) enter(room); // 入っていた部屋へ、続きから入り直す。
		});
		current.on('closing', (event) => (closing = parseNamedEvent('closing', event)));
		current.on('disconnect', () => {
			if (closing?.type !== 'closing') lifecycle.lost();
			else if (closeKind(closing.code).reconnect) lifecycle.lost(closing.retryAfterMs);
			else refused(closing.code);
		});
		// ミドルウェアに断られた接続は、ライブラリもつなぎ直さない。理由を見て自分で決める。
		current.on('connect_error', (error: Error & { data?: { code?: string } }) => {
			const code = error.data?.code;
			if (code && finalRefusals.includes(code)) lifecycle.refused(code);
			else lifecycle.lost();
		});
		watch(current);
	}

	function drop() {
		attempts += 1;
		socket?.off(); // 手放した接続のイベントは、もう受け取らない。
		socket?.disconnect();
		socket = undefined;
		clearTimeout(joinTimer);
		joining.clear();
		isJoining = false;
		for (const room of rooms.disconnected()) report({ type: 'room', room, status: 'waiting' });
		sender.lost();
	}
	// #endregion connect

	/** Everything that arrives on a connection, and how the connection itself changes. */
	function watch(current: RoomSocket) {
		const { engine } = current.io;
		const step = (name: TransportStep['step'], transport: string) =>
			report({ type: 'transport', step: name, transport });
		engine.on('open', () => step('open', engine.transport.name));
		engine.on('upgrading', ({ name }) => step('upgrading', name));
		engine.on('upgrade', ({ name }) => step('upgraded', name));
		engine.on('upgradeError', () => step('upgrade-failed', engine.transport.name));

		current.on('message', (data) => receive('message', data));
		current.on('gap', (data) => receive('gap', data));
		current.on('presence', (data) => receive('presence', data));
		current.on('user-joined', (data) => neighbour('user-joined', data));
		current.on('user-left', (data) => neighbour('user-left', data));
	}

	function receive(type: 'message' | 'gap' | 'presence', data: unknown) {
		const event = parseNamedEvent(type, data);
		if (!event || !('room' in event)) return report({ type: 'unreadable' });
		const stay = rooms.joined(event.room);
		if (!stay) return;
		if (event.type === 'gap') stay.sequence.gap(event);
		if (event.type === 'message') {
			const { fresh, hole } = stay.sequence.message(event);
			if (!fresh) return;
			if (hole) report({ type: 'hole', room: event.room, ...hole });
		}
		report(event);
	}

	function neighbour(type: 'user-joined' | 'user-left', data: unknown) {
		const { room, user } = Object(data) as { room?: unknown; user?: unknown };
		if (!isRoom(room) || typeof user !== 'string') return report({ type: 'unreadable' });
		if (rooms.joined(room)) report({ type, room, user });
	}

	function enter(room: string) {
		joining.add(room);
		joinNext();
	}

	function joinNext() {
		const current = socket;
		if (isJoining || !current?.connected) return;
		const [room] = joining;
		if (room === undefined) return;
		joining.delete(room);
		const stay = rooms.get(room);
		if (!stay) return joinNext();
		const { cursor } = stay.sequence;
		const join = cursor === undefined ? { room } : { room, after: cursor };
		isJoining = true;
		// With a promise, messages that follow the answer in the same packet would come before it.
		current.timeout(answerMs).emit('join-room', join, (late: Error | null, answer: unknown) => {
			if (socket !== current) return;
			if (late) return lifecycle.lost();
			const waitMs = limitedMs(answer);
			if (waitMs > 0) {
				joining.add(room);
				joinTimer = setTimeout(joined, waitMs);
				return;
			}
			if (rooms.isCurrent(stay)) entered(stay, answer);
			joined();
		});
	}

	function joined() {
		isJoining = false;
		joinNext();
	}

	/** How long to wait, in ms, before anything else is asked for: more of it would end the connection. */
	function limitedMs(answer: unknown): number {
		const refusal = parseNamedEvent('error', answer);
		const isLimited = refusal?.type === 'error' && refusal.code === 'rate_limited';
		return isLimited ? (refusal.retryAfterMs ?? 0) : 0;
	}

	function entered(stay: Stay, answer: unknown) {
		const { room } = stay;
		const welcome = parseNamedEvent('welcome', answer);
		if (welcome?.type === 'welcome') {
			stay.status = 'joined';
			stay.sequence.welcome(welcome);
			report({ type: 'room', room, status: 'joined' });
			report(welcome);
			sender.pump();
			return;
		}
		const refusal = parseNamedEvent('error', answer);
		if (refusal?.type === 'error' && refusal.retryAfterMs !== undefined) {
			setTimeout(() => rooms.isCurrent(stay) && enter(room), refusal.retryAfterMs);
			return;
		}
		stay.status = 'refused';
		report({ type: 'room', room, status: 'refused' });
	}

	// #region send
	async function transmit({ room, text, clientId }: OutboxEntry) {
		const current = socket;
		try {
			// 返事が来るまでは、送れたことにしない。
			const answer: unknown = await current
				?.timeout(answerMs)
				.emitWithAck('message', { room, text, clientId });
			if (socket === current) settle(clientId, answer);
		} catch {
			// 時間内に返事がない。接続を疑ってつなぎ直し、同じ clientId で送り直す。
			if (socket === current) lifecycle.lost();
		}
	}
	// #endregion send

	function settle(clientId: string, answer: unknown) {
		const ack = parseNamedEvent('ack', answer);
		const refusal = parseNamedEvent('error', answer);
		if (ack?.type === 'ack') {
			report({ ...ack, clientId });
			sender.acknowledged(clientId);
		} else if (refusal?.type === 'error') {
			sender.refused(clientId, refusal);
		} else {
			report({ type: 'unreadable' });
			lifecycle.lost();
		}
	}

	function join(room: string) {
		if (!rooms.add(room)) return;
		report({ type: 'room', room, status: 'waiting' });
		enter(room);
	}

	function leave(room: string) {
		if (!rooms.remove(room)) return;
		report({ type: 'room', room, status: 'left' });
		const current = socket;
		if (!current?.connected) return;
		exit(room, current);
	}

	function exit(room: string, current: RoomSocket) {
		current
			.timeout(answerMs)
			.emit('leave-room', { room }, (late: Error | null, answer: unknown) => {
				if (socket !== current) return;
				// Without an answer nobody knows whether one is still in: a new connection is in no room.
				if (late) return lifecycle.lost();
				const waitMs = limitedMs(answer);
				if (waitMs === 0) return;
				setTimeout(() => {
					if (socket === current && current.connected && !rooms.get(room)) exit(room, current);
				}, waitMs);
			});
	}

	const { client, lifecycle, sender, report, refused, send } = createCore<SocketIoEvent>(options, {
		link: { open: () => void open().catch(() => lifecycle.lost()), drop },
		ready: (room) => rooms.joined(room) !== undefined,
		transmit: (entry) => void transmit(entry)
	});

	return Object.assign(client, { join, leave, send });
}
