import { createServer } from 'node:http';
import { attachChat } from '../app/server/upgrade.ts';

// The code that a reader writes around the guide's chat.
const server = createServer((_, response) => response.end('ok'));
attachChat(server, 'reject');
server.listen(Number(process.env.PORT), process.env.HOST);
