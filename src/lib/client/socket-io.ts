import { closeKind } from '$lib/protocol/close-codes.ts';
import { randomId } from '$lib/protocol/room.ts';
import { parseNamedEvent, type ServerEvent } from '$lib/protocol/server-event.ts';
import { createCore, type ClientOptions } from './core.ts';
import { loadSocketIo } from './load-socket-io.ts';
import type { Client } from './room-client.ts';
import { reportEvents, type RoomSocket, type SocketIoEvent } from './socket-io-events.ts';
import { createTransmit } from './socket-io-messages.ts';
import { SocketIoRooms } from './socket-io-rooms.ts';

export type { SocketIoEvent, TransportStep } from './socket-io-events.ts';

/** 複数のルームに同時に入室できるクライアント */
export interface SocketIoClient extends Client {
	join(room: string): void;
	leave(room: string): void;
	/** ルーム宛てのメッセージを保存し、入室したら送る。満杯なら false */
	send(room: string, text: string): boolean;
}

export interface SocketIoClientOptions extends ClientOptions<SocketIoEvent> {
	/** io を返す。テスト以外では、使うときにライブラリを読み込む */
	load?: typeof loadSocketIo;
	/** ハンドシェイクのクエリに加える値。接続のたびに呼ばれる */
	query?: () => Record<string, string>;
}

/** 同じハンドシェイクを繰り返しても拒否される理由 */
const finalRefusals: readonly unknown[] = ['unauthorised', 'token_expired', 'forbidden_origin'];

/** Socket.IO の接続1本で、複数のルームに入室する */
export function createSocketIoClient({
	load = loadSocketIo,
	query = () => ({}),
	...options
}: SocketIoClientOptions): SocketIoClient {
	const guest = randomId(24);
	let socket: RoomSocket | undefined;
	let attempts = 0;
	const rooms = new SocketIoRooms({
		socket: () => socket,
		report: (event) => report(event),
		onJoined: () => sender.pump(),
		onTimeout: () => lifecycle.lost()
	});

	const transmit = createTransmit({ socket: () => socket, core: () => core });

	// #region connect
	async function open() {
		const attempt = ++attempts;
		const { io } = await load(); // 使うときに初めて読み込む
		if (attempt !== attempts) return; // 読み込み中に停止された

		// URL を省略すると、表示中のページのサーバーに接続する。
		// 待機時間を表示し、サーバーの指示にも従うため、再接続は自前で行う。guest は、ゲストの名前を保つための値
		const current = io({ forceNew: true, reconnection: false, query: { guest, ...query() } });
		socket = current;

		current.on('connect', () => {
			lifecycle.opened();
			rooms.connected(); // 入室していたルームの受信を再開する
		});
		handleEnd(current, core); // 切断か拒否のあと、再接続するかを決める
		reportEvents(current, { rooms, report });
	}

	function drop() {
		attempts += 1;
		socket?.off(); // 破棄した接続のイベントは受け取らない
		socket?.disconnect();
		socket = undefined;
		rooms.disconnected();
		sender.lost();
	}
	// #endregion connect

	const core = createCore<SocketIoEvent>(options, {
		link: { open: () => void open().catch(() => lifecycle.lost()), drop },
		ready: (room) => rooms.joined(room) !== undefined,
		transmit: (entry) => void transmit(entry)
	});
	const { client, lifecycle, sender, report, send } = core;

	return Object.assign(client, {
		join: (room: string) => rooms.join(room),
		leave: (room: string) => rooms.leave(room),
		send
	});
}

type Core = ReturnType<typeof createCore<SocketIoEvent>>;

// #region end
/** 切断または拒否された理由に応じて、再接続するかを決める */
function handleEnd(
	socket: RoomSocket,
	{ lifecycle, refused }: Pick<Core, 'lifecycle' | 'refused'>
) {
	let closing: ServerEvent | null = null;
	socket.on('closing', (event) => (closing = parseNamedEvent('closing', event)));
	socket.on('disconnect', () => {
		if (closing?.type !== 'closing') lifecycle.lost();
		else if (closeKind(closing.code).reconnect) lifecycle.lost(closing.retryAfterMs);
		else refused(closing.code);
	});
	// ミドルウェアが拒否した接続は、ライブラリも再接続しない。理由に応じて自前で決める
	socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
		const code = error.data?.code;
		if (code && finalRefusals.includes(code)) lifecycle.refused(code);
		else lifecycle.lost();
	});
}
// #endregion end
