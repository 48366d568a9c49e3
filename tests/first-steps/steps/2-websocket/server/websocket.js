import { WebSocket, WebSocketServer } from 'ws';
import { isSameOrigin } from './origin.js';

/** @param {import('node:events').EventEmitter} server HTTPサーバー */
export function attachWebSocket(server) {
	const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 });
	let id = 0;

	server.on('upgrade', (request, socket, head) => {
		// /ws以外は、Viteのホットリロードなど別の持ち主のもの
		if (request.url?.split('?')[0] !== '/ws') return;
		socket.on('error', () => socket.destroy());
		if (!isSameOrigin(request)) {
			socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
			return;
		}
		sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws));
	});

	sockets.on('connection', (ws) => {
		// 受け手のないerrorは、プロセスを終わらせる
		ws.on('error', () => ws.terminate());
		ws.on('message', (data, isBinary) => {
			const text = data.toString();
			if (isBinary || text.length === 0 || [...text].length > 500) return;
			id += 1;
			const message = JSON.stringify({ id, text });
			for (const client of sockets.clients) {
				if (client.readyState === WebSocket.OPEN) client.send(message);
			}
		});
	});
}
