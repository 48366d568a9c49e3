import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { isSameOrigin } from './origin.ts';
import { serveRooms } from './rooms.ts';

const maxWaitingPackets = 200; // 未送信のパケットがこれを超えたら切断する

export function attachRooms(server: HttpServer): void {
	// Socket.IOは、ほかのパスのソケットのerrorを処理しない
	server.on('upgrade', (_, socket) => socket.on('error', () => socket.destroy()));
	const io = new Server(server, {
		destroyUpgrade: false, // 同じサーバーのほかのWebSocketを切断しない
		maxHttpBufferSize: 64 * 1024,
		allowRequest: (request, answer) => answer(null, isSameOrigin(request))
	});
	io.on('connection', ({ conn }) => {
		let waiting = 0;
		conn.on('packetCreate', () => (waiting += 1) > maxWaitingPackets && conn.close());
		conn.on('drain', () => (waiting = 0));
	});
	serveRooms(io);
}
