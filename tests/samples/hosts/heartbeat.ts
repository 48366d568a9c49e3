import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { startHeartbeat } from '../topics/heartbeat.ts';

const maxBufferedBytes = 256 * 1024;

// A server that broadcasts, with the heartbeat of the page about heartbeats.
const { PORT, HOST } = process.env;
const server = createServer((_, response) => response.end('ok'));
const sockets = new WebSocketServer({
	server,
	path: '/ws',
	maxPayload: 64 * 1024,
	verifyClient: ({ origin }: { origin: string }) => origin === `http://${HOST}:${PORT}`
});
sockets.on('connection', (socket) => {
	socket.on('error', () => socket.terminate());
	socket.on('message', (data, isBinary) => {
		if (isBinary) return;
		for (const other of sockets.clients) {
			if (other.bufferedAmount > maxBufferedBytes) other.terminate();
			else if (other.readyState === WebSocket.OPEN) other.send(data, { binary: false });
		}
	});
});
startHeartbeat(sockets);
server.listen(Number(PORT), HOST);
