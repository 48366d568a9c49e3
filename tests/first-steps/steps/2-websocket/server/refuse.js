/** 拒否のレスポンスの送信を待つ上限。ミリ秒 */
const answerMs = 5000;

/**
 * アップグレードを拒否する。レスポンスの送信後、相手が閉じるのを待たずに切断する。
 * @param {import('node:stream').Duplex} socket
 * @param {string} status 例：'403 Forbidden'
 */
export function refuse(socket, status) {
	const timer = setTimeout(() => socket.destroy(), answerMs);
	socket.once('close', () => clearTimeout(timer));
	socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
