import type { Duplex } from 'node:stream';

const answerMs = 5000; // 返事を受け取らない相手を待つのは、ここまで

/** アップグレードを断り、返事を送り終えたら、相手が閉じるのを待たずに切ります。 */
export function refuse(socket: Duplex, status: string): void {
	const timer = setTimeout(() => socket.destroy(), answerMs);
	socket.once('close', () => clearTimeout(timer));
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
