import type { Socket } from 'socket.io-client';
import type { RoomSocket } from '$lib/client/socket-io-events.ts';
import type { Line } from './line.ts';

type Io = (options: object) => Socket;

/** Socket.IO over the line. Each reconnection gets a new name. */
export async function loadSocketIo(line: Line): Promise<{ io: Io }> {
	const { io } = await import('socket.io-client');
	return {
		io(options) {
			const query = { ...(options as { query?: object }).query };
			const name = () => ({ ...query, connection: line.name(() => socket.io.engine.close()) });
			const path = `${line.prefix}/socket.io/`;
			// Faults cannot be caused while Socket.IO still polls, before the upgrade to WebSocket.
			const socket: Socket = io({ ...options, path, transports: ['websocket'], query: name() });
			const manager = socket.io;
			manager.on('reconnect_attempt', () => (manager.opts.query = name()));
			manager.on('open', () => {
				if (line.isOffline) manager.engine.close();
			});
			return socket;
		}
	};
}

/** The `load` option of `createSocketIoClient`. Fails while offline, as a connection would. */
export async function loadRoomSocket(line: Line) {
	if (line.isOffline) throw new TypeError('offline');
	return loadSocketIo(line) as Promise<{ io: (options: object) => RoomSocket }>;
}
