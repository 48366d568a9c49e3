import { Server } from 'socket.io';
import { isSameOrigin } from './origin.js';

/** @param {Parameters<Server['attach']>[0]} server HTTPサーバー */
export function attachSocketIo(server) {
	const io = new Server({
		serveClient: false,
		maxHttpBufferSize: 16 * 1024,
		// 自分の担当でないアップグレードを、1秒後に切らない
		destroyUpgrade: false,
		allowRequest: (request, answer) => answer(null, isSameOrigin(request))
	});
	io.attach(server);
	let id = 0;

	io.on('connection', (socket) => {
		socket.on('message', (text, answer) => {
			const ok = typeof text === 'string' && text.length > 0 && [...text].length <= 500;
			if (ok) io.emit('message', { id: (id += 1), text });
			if (typeof answer === 'function') answer({ ok });
		});
	});
}
