import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { refuse } from './refuse.ts';

const maxWaiting = 256 * 1024; // 送信待ちのデータがこれを超えたら切断する（バイト）

/** foreignはほかのパスの扱い。開発中はViteが使うので'ignore'、本番では'refuse'にする */
export function attachChat(server: Server, origin: string, foreign: 'ignore' | 'refuse'): void {
	const chat = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });

	server.on('upgrade', (request, socket, head) => {
		socket.on('error', () => socket.destroy()); // パスを確認する前に登録する
		const isOurs = request.url?.split('?')[0] === '/ws';
		if (!isOurs && foreign === 'ignore') return;
		if (!isOurs) return refuse(socket, '404 Not Found');
		if (request.headers.origin !== origin) return refuse(socket, '403 Forbidden');
		chat.handleUpgrade(request, socket, head, welcome);
	});

	function welcome(ws: WebSocket): void {
		ws.on('error', () => ws.terminate()); // リスナーがないとプロセスが終了する
		ws.on('message', (data, isBinary) => {
			if (isBinary) return;
			const text = data.toString();
			// 配信する内容はサーバーが組み立てる。時刻も、受信した値は使わない
			const message = JSON.stringify({ type: 'message', text, timestamp: Date.now() });
			for (const other of chat.clients) {
				if (other.bufferedAmount > maxWaiting) other.terminate();
				else if (other.readyState === WebSocket.OPEN) other.send(message);
			}
		});
	}
}
