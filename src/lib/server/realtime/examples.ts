import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ExampleHost, Figures } from '../examples/host.ts';
import { runShutdownTasks } from '../examples/shutdown-tasks.ts';
import { endStreams, onStreamFailure, streamFigures } from '../examples/event-stream.ts';
import { Journal } from '../examples/journal.ts';
import { ExampleSockets, type OpenSocket } from '../examples/sockets.ts';
import type { Broker } from './broker/broker.ts';
import type { RealtimeContext } from './context.ts';
import { clientAddress } from './guards/address.ts';
import { checkRequest, requireIdentity } from './guards/check-request.ts';
import { headOfEvent, headOfNode, type ApiEvent } from './guards/request.ts';
import type { OpeningLimit } from './guards/opening-limit.ts';
import { requireRoom } from './guards/room.ts';
import type { Metrics } from './operations/metrics.ts';
import { jitterMs } from './jitter.ts';
import type { UpgradeHandler } from './routing/upgrade-router.ts';

export interface ExamplesOptions extends Pick<
	RealtimeContext,
	'config' | 'hub' | 'limit' | 'log' | 'sessions' | 'isDraining'
> {
	broker: Broker;
	metrics: Pick<Metrics, 'totals'>;
	openings: OpeningLimit;
}

/** What the server provides for the examples: journals on its broker, and sockets behind its guards. */
export class Examples implements ExampleHost {
	readonly #broker: Broker;
	readonly #secret: Uint8Array;
	readonly #sockets: ExampleSockets;
	readonly #context: ExamplesOptions;

	constructor(context: ExamplesOptions) {
		this.#context = context;
		this.#broker = context.broker;
		this.#secret = context.config.jwtSecret;
		const onFailure = (err: unknown): void => context.log.error({ err }, 'an example has failed');
		onStreamFailure(onFailure);
		this.#sockets = new ExampleSockets({
			accept: (request) => this.#accept(request),
			addressOf: (request) => clientAddress(headOfNode(request), context.config),
			onFailure
		});
	}

	journal<Data extends object>(example: string, room: unknown, address?: string): Journal<Data> {
		const name = requireRoom(room, false);
		// Signed: a client that knows the name of its room still cannot publish into the journal.
		const digest = this.#digest(`${example}/${name}`, 'hex', 40);
		return new Journal(this.#broker, `example-${digest}`, address);
	}

	sign(text: string): string {
		return this.#digest(`signature/${text}`, 'base64url', 43);
	}

	addressOf(event: ApiEvent): string {
		return clientAddress(headOfEvent(event), this.#context.config);
	}

	async figures(): Promise<Figures> {
		const { hub, limit, metrics } = this.#context;
		const { received, written, refused } = await metrics.totals();
		const connections = Object.fromEntries(hub.sizes);
		const inHub = Object.values(connections).reduce((sum, count) => sum + count, 0);
		const sockets = this.#sockets.figures;
		return {
			// Connections that are not in the hub, such as the tutorial feed, the examples and the traces.
			connections: { ...connections, other: Math.max(0, limit.total - inHub) },
			received: received + sockets.received,
			written: written + sockets.written + streamFigures().written,
			refused
		};
	}

	/** The upgrade handler of one example. */
	serve(open: OpenSocket): UpgradeHandler {
		return (req, socket, head) => this.#sockets.upgrade(req, socket, head, open);
	}

	/** Closes all sockets, runs the examples' shutdown tasks, then ends all streams. */
	async drain(): Promise<void> {
		this.#sockets.closeAll(1012, jitterMs);
		await runShutdownTasks();
		endStreams();
	}

	async close(): Promise<void> {
		await this.drain();
		this.#sockets.stop();
	}

	/** Runs the guards for an example's socket, and counts it. The returned function stops counting it. */
	async #accept(request: IncomingMessage): Promise<() => void> {
		const { limit, openings: rate } = this.#context;
		const options = { isOriginChecked: true, guests: 'connection', rate } as const;
		const checked = await checkRequest(headOfNode(request), options, this.#context);
		requireIdentity(checked.identity);
		return limit.take(checked.address);
	}

	#digest(text: string, encoding: 'hex' | 'base64url', length: number): string {
		return createHmac('sha256', this.#secret).update(text).digest(encoding).slice(0, length);
	}
}
