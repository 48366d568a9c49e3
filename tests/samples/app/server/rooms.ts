import type { Server } from 'socket.io';

const names = ['general', 'tech', 'random']; // クライアントが自由にルームを作れないようにする

export function serveRooms(io: Server): void {
	io.on('connection', (socket) => {
		let room = 'room:general';
		void socket.join(room);

		// 受信する値の型は保証されないので、unknownとして検証する
		socket.on('enter', (name: unknown, answer: unknown) => {
			const known = names.find((each) => each === name);
			if (known !== undefined) {
				void socket.leave(room);
				void socket.join((room = `room:${known}`));
			}
			if (typeof answer === 'function') answer({ ok: known !== undefined });
		});
		socket.on('message', (text: unknown, answer: unknown) => {
			const ok = typeof text === 'string' && text !== '';
			if (ok) io.to(room).emit('message', text);
			if (typeof answer === 'function') answer({ ok });
		});
	});
}
