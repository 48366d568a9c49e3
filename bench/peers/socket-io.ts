import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { Server } from 'socket.io';
import { messageOf, runPeer } from '../lib/peer.ts';

// Socket.IO as its documentation uses it; with REDIS_URL it shares rooms with other instances through Redis.

interface ToServer {
	'join-room': (where: { room: string }, done: (answer: { ok: true }) => void) => void;
	message: (message: { room: string; text: string }) => void;
}
interface ToClient {
	message: (message: ReturnType<typeof messageOf>) => void;
}

const server = createServer();
const io = new Server<ToServer, ToClient>(server, { serveClient: false });
const url = process.env.REDIS_URL;
if (url !== undefined) {
	const publisher = createClient({ url });
	const subscriber = publisher.duplicate();
	await Promise.all([publisher.connect(), subscriber.connect()]);
	io.adapter(createAdapter(publisher, subscriber));
}
io.on('connection', (socket) => {
	socket.on('join-room', ({ room }, done) => {
		void socket.join(room);
		done({ ok: true });
	});
	socket.on('message', ({ room, text }) => {
		io.to(room).emit('message', messageOf(text));
	});
});
runPeer(server);
