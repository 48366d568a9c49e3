import type { WebSocket } from 'ws';

const maxBufferedBytes = 256 * 1024; // 送信待ちのデータがこれを超えたら切断する
const sockets = new Set<WebSocket>();

export function join(socket: WebSocket): void {
	sockets.add(socket);
	socket.on('close', () => sockets.delete(socket));
	socket.on('error', () => socket.terminate()); // リスナーがないとプロセスが終了する
	socket.on('message', (data, isBinary) => {
		if (isBinary) return;
		// 配信する内容はサーバーが組み立てる。時刻も、受信した値は使わない
		const line = `${new Date().toLocaleTimeString('ja-JP')} ${data.toString()}`;
		for (const other of sockets) {
			if (other.bufferedAmount > maxBufferedBytes) other.terminate();
			else other.send(line);
		}
	});
}
