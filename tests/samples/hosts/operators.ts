import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { addOperators } from '../guide/operators.ts';
import { refuse } from '../app/server/refuse.ts';
import { scaleOut } from '../guide/scale-out.ts';

// A Socket.IO server with the guide's operators, who can call each other, and with its Redis adapter.
const { PORT, HOST, REDIS_URL = '' } = process.env;
const server = createServer((_, response) => response.end('ok'));
server.on('upgrade', ({ url = '' }, socket) => {
	socket.on('error', () => socket.destroy());
	if (!url.startsWith('/socket.io/')) refuse(socket, '404 Not Found');
});
const io = new Server(server, {
	destroyUpgrade: false,
	allowRequest: ({ headers: { origin } }, answer) =>
		answer(null, origin === undefined || origin === `http://${HOST}:${PORT}`)
});
addOperators(io, (token) => token === 'secret');
io.of('/operators').on('connection', (socket) => {
	socket.on('call', (number: unknown, answer: () => void) => {
		socket.broadcast.emit('call', number);
		answer();
	});
});
await scaleOut(io, REDIS_URL);
server.listen(Number(PORT), HOST);
