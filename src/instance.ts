/**
 * The process of a server that a reader may break (src/lib/server/instances): the realtime server without pages, on
 * a Unix socket. Its parent tells it over IPC how to start. It ends when its parent does.
 */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { answerClientErrors } from './lib/server/host/client-error.ts';
import { ServerSockets } from './lib/server/host/server-sockets.ts';
import { serverOptions } from './lib/server/host/listen.ts';
import { answerConnectionRequest } from './lib/server/instances/connection-requests.ts';
import type { StartMessage } from './lib/server/instances/start-message.ts';
import { createRealtime } from './lib/server/realtime/index.ts';

/** Deleted here when the parent has died, even by SIGKILL: without Redis, no other process would delete it. */
let ownFolder: string | null = null;
process.once('disconnect', () => {
	if (ownFolder !== null) rmSync(ownFolder, { recursive: true, force: true });
	process.exit(0);
});

process.once('message', ({ config, socketPath, folder }: StartMessage) => {
	ownFolder = folder;
	const realtime = createRealtime(config);
	const server = createServer(serverOptions, (request, response) => {
		realtime.normalize(request);
		if (realtime.handle(request, response)) return;
		answerConnectionRequest(realtime.http, request, response).catch(() => request.socket.destroy());
	});
	answerClientErrors(server, new ServerSockets(server));
	realtime.attach(server, { unknownPaths: 'reject' });
	server.listen(socketPath, () => process.send?.('listening'));

	process.once('SIGTERM', () => void realtime.drain().finally(() => process.exit(0)));
});
