import type { Socket } from 'socket.io-client';
import type { RoomSocket } from '$lib/client/socket-io-events.ts';
import type { Line } from './line.ts';

type Io = (options: object) => Socket;

/** 回線の上のSocket.IO。再接続のたびに、接続に新しい名前を付ける */
export async function loadSocketIo(line: Line): Promise<{ io: Io }> {
	const { io } = await import('socket.io-client');
	return {
		io(options) {
			const query = { ...(options as { query?: object }).query };
			const name = () => ({ ...query, connection: line.name(() => socket.io.engine.close()) });
			// ポーリングから始めると、WebSocketに切り替わるまで障害を起こせない
			const socket: Socket = io({ ...options, transports: ['websocket'], query: name() });
			const manager = socket.io;
			manager.on('reconnect_attempt', () => (manager.opts.query = name()));
			manager.on('open', () => {
				if (line.isOffline) manager.engine.close();
			});
			return socket;
		}
	};
}

/** `createSocketIoClient`に渡す。オフラインなら、接続に失敗する */
export async function loadRoomSocket(line: Line) {
	if (line.isOffline) throw new TypeError('offline');
	return loadSocketIo(line) as Promise<{ io: (options: object) => RoomSocket }>;
}
