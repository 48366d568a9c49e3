import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { parseConfig, type Config } from '../../../src/lib/server/config.ts';
import { answerClientErrors } from '../../../src/lib/server/host/client-error.ts';
import { ServerSockets } from '../../../src/lib/server/host/server-sockets.ts';
import { createFrontHandler } from '../../../src/lib/server/host/front-handler.ts';
import { serverOptions } from '../../../src/lib/server/host/listen.ts';
import type { Log } from '../../../src/lib/server/realtime/operations/log.ts';
import {
	createRealtime,
	type ApiEvent,
	type HttpApi,
	type Realtime
} from '../../../src/lib/server/realtime/index.ts';
import { listen } from '../../support/listen.ts';
import { until } from './wait.ts';

/** The address of a server. */
export interface Address {
	/** `http://127.0.0.1:port` */
	origin: string;
	port: number;
}

/** A realtime server on a real port, with the endpoints of SvelteKit's routes. */
export interface TestServer extends Address {
	realtime: Realtime;
	/** The open sockets, at the server's end. */
	sockets: ReadonlySet<Socket>;
	/** The number of methods of open sockets that are replaced by the project's own. */
	replacedMethods(): number;
	close(): Promise<void>;
}

/**
 * Starts a server with environment variables. By default it logs nothing, anyone may open rooms, and the limits by rate
 * and address that have a setting are off. `prepare` is called before the realtime part attaches to the HTTP server.
 */
export async function startServer(
	env: Record<string, string> = {},
	log?: Log,
	prepare?: (realtime: Realtime) => void
): Promise<TestServer> {
	const config: Config = parseConfig({
		LOG_LEVEL: 'silent',
		OPEN_ROOMS: '1',
		RATE_LIMIT_MESSAGES: '0',
		MAX_CONNECTIONS_PER_IP: '0',
		MAX_ROOMS_PER_IP: '0',
		// The default consists of the host and the pid, which all servers of a test share.
		INSTANCE_ID: `test-${randomId(8)}`,
		...env
	});
	const realtime = createRealtime(config, log);
	prepare?.(realtime);
	const front = createFrontHandler(() => realtime, config);
	const server = createServer(serverOptions, (req, res) => {
		front(req, res, () => void answer(realtime, req, res).catch(() => res.destroy()));
	});
	answerClientErrors(server, new ServerSockets(server));
	realtime.attach(server, { unknownPaths: 'reject' });
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	const port = await listen(server);
	return {
		realtime,
		sockets,
		port,
		origin: `http://127.0.0.1:${port}`,
		replacedMethods: () =>
			[...sockets].reduce((count, socket) => count + replacedMethods(socket), 0),
		async close() {
			await realtime.close();
			server.closeAllConnections();
			server.close();
		}
	};
}

/** Resolves when all servers are connected to their broker. */
export async function untilReady(servers: readonly Address[]): Promise<void> {
	await until(async () => {
		const answers = await Promise.all(servers.map(({ origin }) => fetch(`${origin}/readyz`)));
		return answers.every(({ ok }) => ok);
	}, 'readiness');
}

/** Does not count `on` and `addListener`, which Node's HTTP server itself replaces. */
const replacedMethods = (socket: Socket) =>
	['_write', '_writev', 'push', 'write'].filter((name) => Object.hasOwn(socket, name)).length;

/** Like src/hooks.server.ts and src/routes/api: checks the origin and finds the endpoint by path and method. */
async function answer(realtime: Realtime, req: IncomingMessage, res: ServerResponse) {
	const request = await getRequest({ request: req, base: 'http://localhost' });
	const event: ApiEvent = {
		request,
		platform: { req },
		getClientAddress: () => req.socket.remoteAddress ?? ''
	};
	await setResponse(res, await respond(realtime.http, event));
}

function respond(http: HttpApi, event: ApiEvent): Promise<Response> | Response {
	const { method, url } = event.request;
	const { pathname } = new URL(url);
	const [, connection] = /^\/api\/connections\/([^/]+)$/.exec(pathname) ?? [];
	if (!http.isAllowed(event)) return http.reject(event, 'forbidden_origin');
	switch (`${method} ${pathname}`) {
		case 'POST /api/session':
			return http.openSession(event);
		case 'DELETE /api/session':
			return http.endSession(event);
		case 'POST /api/tickets':
			return http.issueTicket(event);
		default:
			if (connection === undefined) return http.reject(event, 'not_found');
			if (method === 'GET') return http.readConnection(event, connection);
			if (method === 'POST') return http.causeFault(event, connection);
			return http.reject(event, 'method_not_allowed');
	}
}
