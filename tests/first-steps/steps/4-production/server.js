import { createServer } from 'node:http';
import { handler } from './build/handler.js';
import { attachSocketIo } from './server/socket-io.js';
import { attachWebSocket } from './server/websocket.js';

const server = createServer(handler);
attachWebSocket(server);
attachSocketIo(server);
server.listen(Number(process.env.PORT ?? 3000), process.env.HOST);
