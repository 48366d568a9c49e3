import type { Duplex } from 'node:stream';

const answerMs = 5000; // レスポンスの送信を待つ上限（ミリ秒）

/** アップグレードを拒否し、レスポンスの送信後、相手が閉じるのを待たずに切断する */
export function refuse(socket: Duplex, status: string): void {
	const timer = setTimeout(() => socket.destroy(), answerMs);
	socket.once('close', () => clearTimeout(timer));
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
