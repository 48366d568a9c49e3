import { createServer } from 'node:http';
import { parseConfig } from '../../src/lib/server/config.ts';
import { ServerSockets } from '../../src/lib/server/host/server-sockets.ts';
import { serverOptions } from '../../src/lib/server/host/listen.ts';
import { setSecurityHeaders } from '../../src/lib/server/headers.ts';
import { createRealtime } from '../../src/lib/server/realtime/index.ts';
import { runPeer } from '../lib/peer.ts';

// Our own server as src/server.ts puts it together, without the pages.
const config = parseConfig({
	LOG_LEVEL: 'silent',
	OPEN_ROOMS: '1',
	RATE_LIMIT_MESSAGES: '0',
	MAX_CONNECTIONS_PER_IP: '0',
	MAX_ROOMS_PER_IP: '0',
	REDIS_URL: process.env.REDIS_URL,
	REDIS_PREFIX: process.env.REDIS_PREFIX,
	JWT_SECRET: 'a secret that is used in this bench only'
});
const realtime = createRealtime(config);
const server = createServer(serverOptions, (req, res) => {
	setSecurityHeaders(req, res, config);
	if (!realtime.handle(req, res)) res.writeHead(404).end();
});
realtime.attach(server, { unknownPaths: 'reject' });
new ServerSockets(server);
runPeer(server);
