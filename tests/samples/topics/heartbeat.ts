import type { WebSocket, WebSocketServer } from 'ws';

const intervalMs = 30_000;

/** 次のpingまでにpongを受信しなければ切断する */
export function startHeartbeat(server: WebSocketServer): void {
	const alive = new WeakSet<WebSocket>();
	server.on('connection', (socket) => {
		alive.add(socket);
		socket.on('pong', () => alive.add(socket));
	});
	const timer = setInterval(() => {
		for (const socket of server.clients) {
			const answered = alive.delete(socket);
			if (answered) socket.ping();
			else socket.terminate(); // close()では、応答しない相手を最大30秒待ち続ける
		}
	}, intervalMs);
	server.on('close', () => clearInterval(timer));
}
