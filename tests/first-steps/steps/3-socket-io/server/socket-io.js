import { Server } from 'socket.io';
import { isSameOrigin } from './origin.js';

/** 送信待ちのパケットの上限 */
const maxWaitingPackets = 200;

/** @param {import('node:events').EventEmitter} server HTTPサーバー */
export function attachSocketIo(server) {
	const io = new Server({
		serveClient: false,
		maxHttpBufferSize: 16 * 1024,
		// 担当外のアップグレードを切断しない
		destroyUpgrade: false,
		allowRequest: (request, answer) => answer(null, isSameOrigin(request))
	});
	// Socket.IOは、担当外のソケットのerrorを処理しない
	server.on('upgrade', (request, socket) => socket.on('error', () => socket.destroy()));
	io.attach(/** @type {import('node:http').Server} */ (server));
	let id = 0;

	io.on('connection', (socket) => {
		// 受信しないクライアントは、ためずに切断する
		let waiting = 0;
		socket.conn.on('packetCreate', () => (waiting += 1) > maxWaitingPackets && socket.conn.close());
		socket.conn.on('drain', () => (waiting = 0));

		socket.on('message', (text, answer) => {
			const ok = typeof text === 'string' && text.length > 0 && [...text].length <= 500;
			if (ok) io.emit('message', { id: (id += 1), text });
			if (typeof answer === 'function') answer({ ok });
		});
	});
}
