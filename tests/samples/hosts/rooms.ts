import { createServer } from 'node:http';
import { refuse } from '../app/server/refuse.ts';
import { attachRooms } from '../app/server/socket-io.ts';

// As in the production server of the first steps, nothing else handles upgrades at other paths.
const server = createServer((_, response) => response.end('ok'));
attachRooms(server);
server.on('upgrade', ({ url = '' }, socket) => {
	if (!url.startsWith('/socket.io/')) refuse(socket, '404 Not Found');
});
server.listen(Number(process.env.PORT), process.env.HOST);
