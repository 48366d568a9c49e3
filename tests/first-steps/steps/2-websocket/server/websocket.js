import { WebSocket, WebSocketServer } from 'ws';
import { isSameOrigin } from './origin.js';
import { refuse } from './refuse.js';

/** 送信待ちのデータが、これを超えたら切断する。バイト */
const maxBufferedBytes = 256 * 1024;

/** @param {import('node:events').EventEmitter} server HTTPサーバー */
export function attachWebSocket(server) {
	const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 });
	let id = 0;

	server.on('upgrade', (request, socket, head) => {
		// errorのリスナーがないと、プロセスが終了する。パスを確認する前に登録する
		socket.on('error', () => socket.destroy());
		// /ws以外は、Viteのホットリロードなど別の担当のもの
		if (request.url?.split('?')[0] !== '/ws') return;
		if (!isSameOrigin(request)) return refuse(socket, '403 Forbidden');
		sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws));
	});

	sockets.on('connection', (ws) => {
		ws.on('error', () => ws.terminate());
		ws.on('message', (data, isBinary) => {
			const text = data.toString();
			if (isBinary || text.length === 0 || [...text].length > 500) return;
			id += 1;
			const message = JSON.stringify({ id, text });
			for (const client of sockets.clients) {
				if (client.bufferedAmount > maxBufferedBytes) client.terminate();
				else if (client.readyState === WebSocket.OPEN) client.send(message);
			}
		});
	});
}
