import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { closeCodeOf, type CloseCode } from '../../../protocol/close-codes.ts';
import { parseTracePing, traceIdPattern } from '../../../protocol/trace.ts';
import { reportError, type RealtimeContext } from '../context.ts';
import { checkRequest, requireIdentity } from '../guards/check-request.ts';
import type { OpeningLimit } from '../guards/opening-limit.ts';
import { headOfNode, targetOf } from '../guards/request.ts';
import { pingIntervalMs } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { rejectHandshake } from '../wire/reject-upgrade.ts';
import { webSocketOptions } from '../wire/server-web-socket.ts';
import type { Tap } from './index.ts';
import { TraceSocket } from './trace-socket.ts';

type EndpointContext = Pick<
	RealtimeContext,
	'config' | 'sessions' | 'isDraining' | 'limit' | 'log' | 'metrics'
>;

/** `/trace?id=…`: a WebSocket that begins a trace, gets its records, and ends it by closing. */
export class TraceEndpoint {
	readonly #context: EndpointContext;
	readonly #openings: Pick<OpeningLimit, 'take'>;
	readonly #tap: Tap;
	readonly #server = new WebSocketServer({ ...webSocketOptions, WebSocket: TraceSocket });
	readonly #pingTimer: NodeJS.Timeout;

	constructor(context: EndpointContext, tap: Tap, openings: Pick<OpeningLimit, 'take'>) {
		this.#context = context;
		this.#tap = tap;
		this.#openings = openings;
		this.#server.on('error', (err) => context.log.error({ err }, 'trace server'));
		this.#server.on('wsClientError', rejectHandshake);
		// Proxies would close an idle WebSocket, and a reader whose connection is lost never closes it.
		this.#pingTimer = setInterval(() => {
			for (const ws of this.#server.clients) ws.check();
		}, pingIntervalMs).unref();
	}

	readonly upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer): void => {
		this.#server.handleUpgrade(req, socket, head, (ws) => {
			this.#open(ws, req).catch((error: unknown) => {
				const { code } = reportError(error, this.#context, 'upgrade');
				ws.close(closeCodeOf(code), code);
			});
		});
	};

	/** Ends all traces. */
	closeAll(code: CloseCode): void {
		for (const ws of this.#server.clients) ws.close(code, 'draining');
	}

	/** Terminates the sockets that are still open. */
	close(): void {
		clearInterval(this.#pingTimer);
		for (const ws of this.#server.clients) ws.terminate();
		this.#server.close();
	}

	async #open(ws: TraceSocket, req: IncomingMessage): Promise<void> {
		const { limit } = this.#context;
		let end = (): void => undefined;
		ws.once('close', () => end());
		ws.listen();
		const options = { isOriginChecked: true, guests: 'connection', rate: this.#openings } as const;
		const { address, identity } = await checkRequest(headOfNode(req), options, this.#context);
		requireIdentity(identity);
		if (ws.readyState !== WebSocket.OPEN) return;
		const id = targetOf(req).query.get('id') ?? '';
		if (!traceIdPattern.test(id)) throw new Refusal('bad_request', { field: 'id' });
		const release = limit.take(address);
		end = release;
		const trace = this.#tap.begin(id, address, ws.output);
		end = () => {
			this.#tap.end(trace);
			release();
		};
		ws.on('message', (data: RawData, isBinary: boolean) => {
			const ping = isBinary || !Buffer.isBuffer(data) ? null : parseTracePing(data.toString());
			if (ping === null) ws.close(4400, 'bad_message');
			else if (ws.takePing()) trace.pong(ping.sent);
		});
	}
}
