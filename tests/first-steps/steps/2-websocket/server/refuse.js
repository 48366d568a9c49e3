/** 断りの返事を相手が受け取らなくても、ここまでしか待たない。ミリ秒 */
const answerMs = 5000;

/**
 * アップグレードを断る。返事を送り終えたら、相手が閉じるのを待たずに切る。
 * @param {import('node:stream').Duplex} socket
 * @param {string} status 例：'403 Forbidden'
 */
export function refuse(socket, status) {
	const timer = setTimeout(() => socket.destroy(), answerMs);
	socket.once('close', () => clearTimeout(timer));
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
