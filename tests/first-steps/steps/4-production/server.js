import { createServer } from 'node:http';
import { handler } from './build/handler.js';
import { refuse } from './server/refuse.js';
import { attachSocketIo } from './server/socket-io.js';
import { attachWebSocket } from './server/websocket.js';

const server = createServer(handler);
attachWebSocket(server);
attachSocketIo(server);
// 本番では、ほかに担当がない。それ以外のパスへのアップグレードは拒否する
server.on('upgrade', ({ url = '' }, socket) => {
	const isKnown = url.split('?')[0] === '/ws' || url.startsWith('/socket.io/');
	if (!isKnown) refuse(socket, '404 Not Found');
});
server.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? '127.0.0.1');
