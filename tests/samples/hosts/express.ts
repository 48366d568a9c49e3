import { attachChat } from '../app/server/upgrade.ts';
import { serve } from '../guide/express.ts';

// An Express application is a function of request and response, like this one.
serve(
	(_, response) => response.end('ok'),
	(server) => attachChat(server, 'reject')
);
