import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { CloseCode } from '../../protocol/close-codes.ts';
import { problem } from '../../protocol/errors.ts';
import { HttpApi } from '../api/http.ts';
import { PublishEndpoint } from '../api/publish.ts';
import type { Config } from '../config.ts';
import type { OpenSocket } from '../examples/sockets.ts';
import { InstanceEndpoint } from '../instances/endpoint.ts';
import { Instances } from '../instances/instances.ts';
import type { RealtimeContext } from './context.ts';
import { Examples } from './examples.ts';
import { NamedConnections } from './faults/named-connections.ts';
import { requestedName } from './faults/requested-name.ts';
import { clientAddress } from './guards/address.ts';
import { ConnectionLimit } from './guards/connection-limit.ts';
import { OpeningLimit } from './guards/opening-limit.ts';
import { isAllowedOrigin } from './guards/origin.ts';
import { ProxyHeaders } from './guards/proxy-headers.ts';
import { headOfNode, targetOf } from './guards/request.ts';
import { Hub } from './hub/hub.ts';
import type { AttachOptions, Realtime } from './index.ts';
import { jitterMs } from './jitter.ts';
import { answerHealth } from './operations/health.ts';
import type { Log } from './operations/log.ts';
import { answerMetrics } from './operations/metrics-endpoint.ts';
import { Metrics } from './operations/metrics.ts';
import { guardEventStream } from './routing/event-stream-guard.ts';
import { emitCloseOnQueuedResponses } from './routing/queued-responses.ts';
import { rejectDraining } from './routing/reject-draining.ts';
import {
	rejectMalformed,
	rejectMethod,
	routeRoom,
	type RoomResource
} from './routing/request-router.ts';
import { routeUpgrades, type UpgradeHandler } from './routing/upgrade-router.ts';
import { Sessions } from './session/sessions.ts';
import { openStores, type Stores } from './stores.ts';
import { LongPollingTransport } from './transports/long-polling/index.ts';
import { QueryLiveTransport } from './transports/query-live/index.ts';
import { SocketIoTransport } from './transports/socket-io/index.ts';
import { SseTransport } from './transports/sse/index.ts';
import { WebSocketTransport } from './transports/websocket/index.ts';
import { TraceEndpoint } from './tap/endpoint.ts';
import { Tap } from './tap/index.ts';
import { sendProblem } from './wire/problem-response.ts';

/** How long `close` waits for connections to leave. In `drain`, which waits longer, traces end after this time. */
const closeGraceMs = 1000;

const readMethods = ['GET', 'HEAD'];

/** Assembles the parts of the realtime module. */
export class RealtimeServer implements Realtime {
	readonly http: HttpApi;
	readonly queryLive: QueryLiveTransport;
	readonly examples: Examples;
	readonly #config: Config;
	readonly #log: Log;
	readonly #stores: Stores;
	readonly #hub: Hub;
	readonly #metrics: Metrics;
	readonly #proxyHeaders: ProxyHeaders;
	readonly #context: RealtimeContext;
	readonly #openings: OpeningLimit;
	readonly #webSocket: WebSocketTransport;
	readonly #socketIo: SocketIoTransport;
	readonly #sse: SseTransport;
	readonly #tap: Tap;
	readonly #traces: TraceEndpoint;
	readonly #instances: Instances;
	readonly #instanceEndpoint: InstanceEndpoint;
	/** The resources of a room that are answered on Node's response. */
	readonly #roomResources: ReadonlyMap<string, RoomResource>;
	readonly #exampleSockets = new Map<string, UpgradeHandler>();
	readonly #detach: (() => void)[] = [];
	#isDraining = false;

	constructor(config: Config, log: Log, logOutput: { readonly lost: number }) {
		const stores = openStores(config, log);
		this.#config = config;
		this.#log = log;
		this.#stores = stores;
		this.#metrics = new Metrics({
			connections: () => this.#hub.sizes,
			rooms: () => this.#hub.rooms,
			broker: config.redisUrl === null ? 'memory' : 'redis',
			isReady: stores.isReady,
			lostLogLines: () => logOutput.lost
		});
		this.#hub = new Hub({
			...stores,
			instanceId: config.instanceId,
			watcher: this.#metrics,
			maxRoomsPerAddress: config.maxRoomsPerIp
		});
		const { messageLimit, controlLimit } = stores;
		this.#context = {
			...{ config, log, messageLimit, controlLimit },
			hub: this.#hub,
			metrics: this.#metrics,
			sessions: new Sessions(config, stores.sessions),
			limit: new ConnectionLimit(config),
			named: new NamedConnections(),
			isDraining: () => this.#isDraining
		};
		this.#proxyHeaders = new ProxyHeaders(config, log);
		this.#openings = new OpeningLimit(config);
		this.#tap = new Tap(this.#context, stores.broker);
		this.#traces = new TraceEndpoint(this.#context, this.#tap, this.#openings);
		this.#instances = new Instances(config, log);
		this.#instanceEndpoint = new InstanceEndpoint(this.#context, this.#instances);
		this.#webSocket = new WebSocketTransport(this.#context);
		this.#socketIo = new SocketIoTransport(this.#context, stores.link);
		this.#sse = new SseTransport(this.#context);
		this.queryLive = new QueryLiveTransport(this.#context);
		const longPolling = new LongPollingTransport(this.#context);
		const publishing = new PublishEndpoint(this.#context);
		this.#roomResources = new Map([
			['events', { methods: readMethods, request: this.#sse.request }],
			['poll', { methods: readMethods, request: longPolling.request }],
			['messages', { methods: ['POST'], request: publishing.request }]
		]);
		this.http = new HttpApi(this.#context);
		this.examples = new Examples({
			...this.#context,
			broker: stores.broker,
			metrics: this.#metrics,
			openings: this.#openings
		});
	}

	// #region attach
	/** 開発中の Vite でも本番の Node でも、ページと同じ HTTP サーバー、同じポートを使う */
	attach(server: Server, { unknownPaths }: AttachOptions): void {
		const off = routeUpgrades(server, {
			routes: new Map([
				['/ws', this.#webSocket.upgrade],
				['/socket.io/', this.#socketIo.upgrade],
				['/trace', this.#traces.upgrade],
				...this.#exampleSockets
			]),
			routeOf: (path) => this.#instanceEndpoint.upgradeFor(path),
			beforeUpgrade: (req, socket, head) => this.#tap.upgrade(req, socket, head),
			normalize: (req) => this.normalize(req),
			isAllowed: (req) => this.#isAllowed(req, 'upgrade'),
			unknownPaths
		});
		// 前のレスポンスを待つレスポンスにも、切断が通知されるようにする
		this.#detach.push(off, emitCloseOnQueuedResponses(server));
	}

	/** SvelteKit より先に呼ばれる。担当するリクエストなら処理して true を返す */
	handle(req: IncomingMessage, res: ServerResponse): boolean {
		const { isReady } = this.#stores;
		if (answerHealth(req, res, { isReady, isDraining: () => this.#isDraining })) return true;
		const metrics = { metrics: this.#metrics, token: this.#config.metricsToken };
		if (answerMetrics(req, res, metrics)) return true;
		if (this.#instanceEndpoint.handle(req, res)) return true; // 読者が壊してよいサーバー
		this.#tap.request(req, res); // 読者が求めた通信の記録
		this.#nameConnection(req, res);
		if (routeRoom(req, res, this.#roomResources, this.#context)) return true;
		if (rejectMalformed(req, res, this.#context)) return true;
		if (guardEventStream(req, res, { ...this.#context, openings: this.#openings })) return true;
		if (targetOf(req).path !== '/socket.io/') return false;
		this.#pollSocketIo(req, res);
		return true;
	}

	/** リクエストが指定した名前で、ストリームの接続を登録する。読者はその名前で、障害を起こせる */
	#nameConnection(req: IncomingMessage, res: ServerResponse): void {
		// 名前を指定するリクエストは少ないので、それ以外のクエリは解析しない
		if (req.method !== 'GET' || !/[?&](?:connection|payload)=/.test(req.url ?? '')) return;
		const name = requestedName(targetOf(req));
		if (name === null) return;
		const { socket } = req;
		const address = clientAddress(headOfNode(req), this.#config);
		res.once('close', this.#context.named.add(name, { socket, address }));
	}

	#pollSocketIo(req: IncomingMessage, res: ServerResponse): void {
		if (rejectMethod(req, res, ['GET', 'POST'], this.#context)) return;
		// 継続中の接続には、閉じるまで応答する。閉じる理由も、次のポーリングで届く
		const isNew = !this.#socketIo.hasConnection(req);
		if (this.#isDraining && isNew) this.rejectDraining(req, res);
		else if (!this.#isAllowed(req, 'socket-io')) sendProblem(res, problem('forbidden_origin'));
		else this.#socketIo.request(req, res);
	}
	// #endregion attach

	normalize(req: IncomingMessage): void {
		this.#proxyHeaders.normalize(req);
	}

	rejectDraining(req: IncomingMessage, res: ServerResponse): void {
		rejectDraining(req, res, this.#context);
	}

	serveSocket(path: string, open: OpenSocket): void {
		this.#exampleSockets.set(path, this.examples.serve(open));
	}

	offerInstances(program: readonly string[]): void {
		this.#instances.offer(program);
	}

	async drain(): Promise<void> {
		this.#log.info({ connections: this.#hub.size }, 'draining');
		await this.#closeConnections(1012, this.#config.shutdownTimeoutSeconds * 1000);
		this.#log.info({ left: this.#hub.size }, 'drained');
	}

	async close(code: CloseCode = 1012): Promise<void> {
		for (const off of this.#detach.splice(0)) off();
		await this.#closeConnections(code, closeGraceMs);
		this.#metrics.close();
		this.#webSocket.close();
		this.#traces.close();
		await this.examples.close();
		this.#sse.close();
		await this.#socketIo.close();
		this.#stores.presence.close();
		await this.#stores.broker.close();
	}

	/** Closes all connections, and waits until they have left or the time is over. */
	async #closeConnections(code: CloseCode, timeoutMs: number): Promise<void> {
		this.#isDraining = true;
		this.#hub.closeAll(code, () => ({ retryAfterMs: jitterMs() }));
		// A trace records how its connections close, but does not wait long for those that do not.
		const closed = this.#hub.whenEmpty(Math.min(timeoutMs, closeGraceMs));
		void closed.then(() => this.#traces.closeAll(code));
		await Promise.all([
			this.examples.drain(),
			this.#instances.close(),
			this.#hub.whenEmpty(timeoutMs)
		]);
	}

	#isAllowed(req: IncomingMessage, source: 'upgrade' | 'socket-io'): boolean {
		const isAllowed = isAllowedOrigin(headOfNode(req), this.#config);
		if (!isAllowed) this.#metrics.countError(source, 'forbidden_origin');
		return isAllowed;
	}
}
