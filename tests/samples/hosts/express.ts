import { attachChat } from '../guide/chat.ts';
import { serve } from '../guide/express.ts';

// An application of Express is a function of request and response, as this one is.
const { PORT, HOST } = process.env;
serve(
	(_, response) => response.end('ok'),
	(server) => attachChat(server, `http://${HOST}:${PORT}`, 'refuse')
);
