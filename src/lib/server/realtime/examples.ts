import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ExampleHost, Figures } from '../examples/host.ts';
import { runEndings } from '../examples/shutdown-tasks.ts';
import { endStreams, onStreamFailure, streamFigures } from '../examples/event-stream.ts';
import { Journal } from '../examples/journal.ts';
import { ExampleSockets, type OpenSocket } from '../examples/sockets.ts';
import type { Config } from '../config.ts';
import type { Broker } from './broker/broker.ts';
import type { RealtimeContext } from './context.ts';
import { clientAddress } from './guards/address.ts';
import { headOfEvent, headOfNode, type ApiEvent } from './guards/request.ts';
import type { Openings } from './guards/openings.ts';
import { requireRoom } from './guards/room.ts';
import type { Metrics } from './operations/metrics.ts';
import { Refusal } from './refusal.ts';
import { spread } from './jitter.ts';
import type { UpgradeHandler } from './routing/upgrade-router.ts';

export interface ExamplesOptions extends Pick<
	RealtimeContext,
	'hub' | 'limit' | 'log' | 'sessions' | 'isDraining'
> {
	broker: Broker;
	metrics: Pick<Metrics, 'totals'>;
	openings: Openings;
	config: Pick<Config, 'jwtSecret' | 'addressHeader' | 'xffDepth'>;
}

/** What the running examples are given: journals on this server's broker, sockets behind its guards. */
export class Examples implements ExampleHost {
	readonly #broker: Broker;
	readonly #secret: Uint8Array;
	readonly #sockets: ExampleSockets;
	readonly #context: ExamplesOptions;

	constructor(context: ExamplesOptions) {
		this.#context = context;
		this.#broker = context.broker;
		this.#secret = context.config.jwtSecret;
		const failed = (err: unknown): void => context.log.error({ err }, 'example');
		onStreamFailure(failed);
		this.#sockets = new ExampleSockets({
			admit: (request) => this.#admit(request),
			addressOf: (request) => clientAddress(headOfNode(request), context.config),
			failed
		});
	}

	journal<Data extends object>(example: string, room: unknown, address?: string): Journal<Data> {
		const name = requireRoom(room, false);
		// Signed: a client that knows its room's name still cannot publish into the journal itself.
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
		const inRooms = Object.values(connections).reduce((sum, count) => sum + count, 0);
		const sockets = this.#sockets.figures;
		return {
			// All that is open and in no room: the tutorial feed, and the examples.
			connections: { ...connections, other: Math.max(0, limit.total - inRooms) },
			received: received + sockets.received,
			written: written + sockets.written + streamFigures().written,
			refused
		};
	}

	/** Takes over the upgrades of one example. */
	serve(open: OpenSocket): UpgradeHandler {
		return (req, socket, head) => this.#sockets.upgrade(req, socket, head, open);
	}

	/** Tells all to come back elsewhere; readers of streams after what the examples have left to say. */
	async drain(): Promise<void> {
		this.#sockets.closeAll(1012, spread);
		await runEndings();
		endStreams();
	}

	async close(): Promise<void> {
		await this.drain();
		this.#sockets.stop();
	}

	/** Credentials are looked at when the place is taken: who opens many at once would not be counted. */
	async #admit(request: IncomingMessage): Promise<() => void> {
		const { config, isDraining, limit, openings, sessions } = this.#context;
		if (isDraining()) throw new Refusal('draining', { retryAfterMs: spread() });
		const head = headOfNode(request);
		const address = clientAddress(head, config);
		openings.take(address);
		const release = limit.take(address);
		try {
			const { identity } = await sessions.of(head);
			if (identity === null) throw new Refusal('unauthorised');
			return release;
		} catch (error) {
			release();
			throw error;
		}
	}

	#digest(text: string, encoding: 'hex' | 'base64url', length: number): string {
		return createHmac('sha256', this.#secret).update(text).digest(encoding).slice(0, length);
	}
}
