import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

// #region shown
const server = createServer();
const chat = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
	if (request.url !== '/ws') return; // errorのリスナーを登録する前に終わる
	socket.on('error', () => socket.destroy());
	chat.handleUpgrade(request, socket, head, () => {});
});
// #endregion shown
server.on('upgrade', () => console.log('received'));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
