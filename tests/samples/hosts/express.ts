import { attachChat } from '../guide/chat.ts';
import { serve } from '../guide/express.ts';

// An Express application is a function of request and response, like this one.
const { PORT, HOST } = process.env;
serve(
	(_, response) => response.end('ok'),
	(server) => attachChat(server, `http://${HOST}:${PORT}`, 'refuse')
);
