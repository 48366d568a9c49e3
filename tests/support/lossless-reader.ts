import { setTimeout as sleep } from 'node:timers/promises';
import { createBackoff } from '../../src/lib/client/backoff.ts';
import { createLossless } from '../../src/lib/client/query-live-lossless.ts';
import { isTransient } from '../../src/lib/client/query-live.ts';
import type { RoomClientEvent } from '../../src/lib/client/room-client.ts';
import type { Cursor } from '../../src/lib/protocol/cursor.ts';
import { readLive } from './live-query.ts';
import { RecordingListener } from './recording-listener.ts';

/** Limits the rate of requests to a server that rejects them. */
const pauseMs = 20;
/** How soon the reader notices that an instance is frozen, in ms; much sooner than by default. */
const liveness = { quietMs: 300, answerMs: 300, checkMs: 50 };

interface LosslessReaderOptions {
	/** The path of the remote function. */
	path: string;
	room: string;
	/** The first message that it receives. */
	from: Cursor;
	/** Returns the origin of the instance for each request, by its number from 0. */
	originOf: (request: number) => string;
}

/**
 * The robust client of `query.live` (src/lib/client/query-live-lossless.ts) outside a browser. In place of SvelteKit's
 * client it opens the query again whenever the connection breaks, on the next instance.
 */
export class LosslessReader {
	readonly name = 'query.live';
	readonly listener: RecordingListener;
	/** The number of connections it has started, and of requests to the log. */
	readonly requests = { live: 0, log: 0 };
	readonly #options: LosslessReaderOptions;
	readonly #stop = new AbortController();
	readonly #lossless: ReturnType<typeof createLossless>;
	readonly #closed: Promise<void>;
	#connection = new AbortController();
	#requestNumber = 0;

	constructor(options: LosslessReaderOptions) {
		const { room, from } = options;
		this.#options = options;
		this.listener = new RecordingListener({ ...from, seq: from.seq - 1 });
		this.#lossless = createLossless({
			...{ room, ...liveness, backoff: createBackoff({ baseMs: pauseMs, capMs: pauseMs }) },
			onEvent: (event) => this.#record(event),
			reconnect: () => this.#connection.abort(),
			fetch: (input, init) => {
				this.requests.log++;
				const path = input instanceof Request ? input.url : input;
				return fetch(new URL(path, this.#nextOrigin()), init);
			}
		});
		this.#closed = this.#run();
	}

	async close(): Promise<void> {
		this.#stop.abort();
		this.#lossless.stop();
		await this.#closed;
	}

	async #run(): Promise<void> {
		const { signal } = this.#stop;
		while (!signal.aborted) {
			this.#connection = new AbortController();
			this.requests.live++;
			await this.#read(AbortSignal.any([signal, this.#connection.signal])).catch(() => undefined);
			this.#lossless.closed();
			await sleep(pauseMs, null, { signal }).catch(() => undefined);
		}
	}

	#read(signal: AbortSignal): Promise<void> {
		const { path, room } = this.#options;
		return readLive({
			...{ url: this.#nextOrigin() + path, room, signal },
			onResponse: ({ ok }) => {
				if (ok) this.#lossless.opened();
			},
			onValue: (value) => {
				// An abandoned connection may still deliver values.
				if (!signal.aborted) this.#lossless.take(value);
			},
			onError: (error) => {
				// The client (query-live.ts) does not reconnect after an error that is not transient.
				if (!isTransient(error)) this.listener.faults.push(`rejected with ${error.status}`);
			}
		});
	}

	#nextOrigin(): string {
		return this.#options.originOf(this.#requestNumber++);
	}

	#record(event: RoomClientEvent): void {
		if (event.type === 'message') this.listener.message(event);
		else if (event.type === 'gap') this.listener.gap(event);
		else this.listener.faults.push(event.type);
	}
}
