import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { CloseCode } from '../../protocol/close-codes.ts';
import { problem } from '../../protocol/errors.ts';
import { HttpApi } from '../api/http.ts';
import { PublishEndpoint } from '../api/publish.ts';
import type { Config } from '../config.ts';
import type { RealtimeContext } from './context.ts';
import { Examples } from './examples.ts';
import type { ExampleHost } from '../examples/host.ts';
import type { OpenSocket } from '../examples/sockets.ts';
import { ConnectionLimit } from './guards/connections.ts';
import { OpeningLimit } from './guards/opening-limit.ts';
import { guardFeed } from './routing/feed-guard.ts';
import { isAllowedOrigin } from './guards/origin.ts';
import { ProxyHeaders } from './guards/proxy-headers.ts';
import { headOfNode, targetOf } from './guards/request.ts';
import { answerHealth } from './operations/health.ts';
import { Hub } from './hub/hub.ts';
import { readInstance, writeInstance } from './instance.ts';
import { createLog } from './operations/log.ts';
import { answerMetrics } from './operations/metrics-endpoint.ts';
import { Metrics } from './operations/metrics.ts';
import { sendProblem } from './wire/problem-response.ts';
import { closeQueuedResponses } from './routing/queued-responses.ts';
import { rejectDraining } from './routing/reject-draining.ts';
import {
	rejectMalformed,
	rejectMethod,
	routeRoom,
	type RoomResource
} from './routing/request-router.ts';
import { Sessions } from './session/sessions.ts';
import { jitterMs } from './jitter.ts';
import { openStores } from './stores.ts';
import { LongPollingTransport } from './transports/long-polling/index.ts';
import { QueryLiveTransport } from './transports/query-live/index.ts';
import { SocketIoTransport } from './transports/socket-io/index.ts';
import { SseTransport } from './transports/sse/index.ts';
import { WebSocketTransport } from './transports/websocket/index.ts';
import {
	routeUpgrades,
	type UpgradeHandler,
	type UpgradeRouterOptions
} from './routing/upgrade-router.ts';

export type { ApiEvent } from './guards/request.ts';
export type { HttpApi } from '../api/http.ts';

/** How long connections may take to say goodbye when the module is replaced in development. */
const farewellMs = 1000;

/** `foreign`: `ignore` beside Vite, whose HMR socket is on the same server; `end` in production. */
export type AttachOptions = Pick<UpgradeRouterOptions, 'foreign'>;

/** The realtime server of a process: one, whatever the HTTP server around it. */
export interface Realtime {
	/** Takes over the upgrades of a server: ours are served, others left alone or ended with 404. */
	attach(server: Server, options: AttachOptions): void;
	/** Makes a request's proxy headers ready for whoever reads them; to be called before all else. */
	normalize(req: IncomingMessage): void;
	/** Answers a request on Node's response if it is one of ours; false if it is not. */
	handle(req: IncomingMessage, res: ServerResponse): boolean;
	/** Answers a request that nobody serves any more, as the process is on its way out. */
	rejectDraining(req: IncomingMessage, res: ServerResponse): void;
	/** The answers to SvelteKit's endpoints under `/api`. */
	readonly http: HttpApi;
	/** What the running examples are given. */
	readonly examples: Pick<Examples, keyof ExampleHost>;
	/** Serves an example's WebSockets at `path`, on servers that are attached from then on. */
	serveSocket(path: string, open: OpenSocket): void;
	/** What SvelteKit's `query.live` reads. */
	readonly queryLive: QueryLiveTransport;
	/** SIGTERM: takes nobody in any more, tells all to come back elsewhere, resolves when all have gone. */
	drain(): Promise<void>;
	/** Ends everything at once, connections with `code`: 1012 (restarting) unless told otherwise. */
	close(code?: CloseCode): Promise<void>;
}

/**
 * Builds the realtime server. Listens to nothing by itself: `attach` it to an HTTP server.
 * @param logOutput what `log` writes to, whose losses are measured
 */
export function createRealtime(
	config: Config,
	log = createLog(config),
	logOutput: { readonly lost: number } = { lost: 0 }
): Realtime {
	const stores = openStores(config, log);
	const { broker, presence, messageLimit, controlLimit, isReady } = stores;
	const metrics: Metrics = new Metrics({
		connections: () => hub.sizes,
		rooms: () => hub.rooms,
		broker: config.redisUrl === null ? 'memory' : 'redis',
		isReady,
		lostLogLines: () => logOutput.lost
	});
	const hub: Hub = new Hub({
		...stores,
		instanceId: config.instanceId,
		watcher: metrics,
		maxRoomsPerAddress: config.maxRoomsPerIp
	});
	const sessions = new Sessions(config, stores.sessions);
	let draining = false;
	const limit = new ConnectionLimit(config);
	const proxyHeaders = new ProxyHeaders(config, log);
	const context: RealtimeContext = {
		config,
		hub,
		sessions,
		limit,
		messageLimit,
		controlLimit,
		log,
		metrics,
		isDraining: () => draining
	};

	// #region attach
	const webSocket = new WebSocketTransport(context);
	const socketIo = new SocketIoTransport(context);
	const sse = new SseTransport(context);
	const longPolling = new LongPollingTransport(context);
	const publishing = new PublishEndpoint(context);
	const readMethods = ['GET', 'HEAD'];
	const rooms = new Map<string, RoomResource>([
		['events', { methods: readMethods, request: sse.request }],
		['poll', { methods: readMethods, request: longPolling.request }],
		['messages', { methods: ['POST'], request: publishing.request }]
	]);
	const openings = new OpeningLimit(config);
	const examples = new Examples({ ...context, broker, metrics, openings });
	const feeds = { ...context, openings };
	const exampleSockets = new Map<string, UpgradeHandler>();
	const detach: (() => void)[] = [];

	/** 開発中の Vite でも本番の Node でも、ページと同じ HTTP サーバー、同じポートを使う */
	function attach(server: Server, { foreign }: AttachOptions): void {
		const off = routeUpgrades(server, {
			routes: new Map([
				['/ws', webSocket.upgrade],
				['/socket.io/', socketIo.upgrade],
				...exampleSockets
			]),
			normalize: (req) => proxyHeaders.normalize(req),
			isAllowed: (req) => isAllowed(req, 'upgrade'),
			foreign
		});
		// 前の応答を待つ応答にも、接続が切れたことが伝わるようにする
		detach.push(off, closeQueuedResponses(server));
	}

	/** SvelteKit より先に呼ばれる。自分あてのリクエストなら答えて true を返す */
	function handle(req: IncomingMessage, res: ServerResponse): boolean {
		if (answerHealth(req, res, { isReady, isDraining: () => draining })) return true;
		if (answerMetrics(req, res, { metrics, token: config.metricsToken })) return true;
		if (routeRoom(req, res, rooms, context) || rejectMalformed(req, res, context)) return true;
		if (guardFeed(req, res, feeds)) return true;
		if (targetOf(req).path !== '/socket.io/') return false;
		if (rejectMethod(req, res, ['GET', 'POST'], context)) return true;
		// 続いている接続には、閉じるまで答える。閉じる理由も、次のポーリングで届く
		if (draining && !socketIo.hasConnection(req)) rejectDraining(req, res, context);
		else if (!isAllowed(req, 'socket-io')) sendProblem(res, problem('forbidden_origin'));
		else socketIo.request(req, res);
		return true;
	}
	// #endregion attach

	function isAllowed(req: IncomingMessage, asked: 'upgrade' | 'socket-io'): boolean {
		const allowed = isAllowedOrigin(headOfNode(req), config);
		if (!allowed) metrics.countError(asked, 'forbidden_origin');
		return allowed;
	}

	async function close(code: CloseCode = 1012): Promise<void> {
		draining = true;
		for (const off of detach.splice(0)) off();
		hub.closeAll(code, () => ({ retryAfterMs: jitterMs() }));
		const told = examples.drain();
		await Promise.all([told, hub.whenEmpty(farewellMs)]);
		metrics.close();
		webSocket.close();
		await examples.close();
		sse.close();
		await socketIo.close();
		presence.close();
		await broker.close();
	}

	async function drain(): Promise<void> {
		draining = true;
		log.info({ connections: hub.size }, 'draining');
		hub.closeAll(1012, () => ({ retryAfterMs: jitterMs() }));
		const told = examples.drain();
		await Promise.all([told, hub.whenEmpty(config.shutdownTimeoutSeconds * 1000)]);
		log.info({ left: hub.size }, 'drained');
	}

	return {
		attach,
		normalize: (req) => proxyHeaders.normalize(req),
		handle,
		rejectDraining: (req, res) => rejectDraining(req, res, context),
		http: new HttpApi(context),
		examples,
		serveSocket: (path, open) => void exampleSockets.set(path, examples.serve(open)),
		queryLive: new QueryLiveTransport(context),
		drain,
		close
	};
}

/**
 * The process's realtime server.
 * @throws Error where there is none: the host (Vite plugin, production entry) sets it before any request
 */
export function getRealtime(): Realtime {
	const realtime = readInstance();
	if (realtime === undefined) throw new Error('The realtime server has not been started.');
	return realtime;
}

/** Makes `realtime` the process's one; undefined when it has been closed. */
export function setRealtime(realtime: Realtime | undefined): void {
	writeInstance(realtime);
}
