import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach } from 'vitest';
import type { WebSocket } from 'ws';

const servers: Server[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) {
		server.closeAllConnections();
		server.close();
	}
});

/** An HTTP server, closed after the test. */
export function serve(): Server {
	const server = createServer();
	servers.push(server);
	return server;
}

/** The error of `ws` for a connection attempt. */
export async function errorOf(socket: WebSocket): Promise<string> {
	const [error] = (await once(socket, 'error')) as [Error];
	return error.message;
}

/** The error that a call throws. */
export function thrownBy(call: () => void): string {
	try {
		call();
	} catch (error) {
		return String(error);
	}
	return 'nothing';
}
