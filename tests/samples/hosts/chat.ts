import { createServer } from 'node:http';
import { attachChat } from '../guide/chat.ts';

// The code that a reader adds to the guide's chat.
const { PORT, HOST } = process.env;
const server = createServer((_, response) => response.end('ok'));
attachChat(server, `http://${HOST}:${PORT}`, 'refuse');
server.listen(Number(PORT), HOST);
