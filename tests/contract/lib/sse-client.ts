import { problem, type Problem } from '../../../src/lib/protocol/errors.ts';
import { parseNamedEvent } from '../../../src/lib/protocol/server-event.ts';
import { readEvents } from '../../support/read-events.ts';
import { given, TestClient, type ConnectOptions } from './client.ts';
import { publishAs } from './http.ts';
import type { Address } from './server.ts';

/** A reader of a room's event stream. It publishes over plain HTTP. */
export class SseTestClient extends TestClient {
	/** The id of each event, in order; null where it has none. */
	readonly ids: (string | null)[] = [];
	/** Every `retry:` that was sent. */
	readonly retries: number[] = [];
	comments = 0;
	response: Response | null = null;
	readonly #abort = new AbortController();
	readonly #server: Address;
	readonly #options: ConnectOptions;

	constructor(server: Address, options: ConnectOptions) {
		super();
		this.#server = server;
		this.#options = options;
		// `close` aborts on purpose. After any other error a test times out while it waits for events.
		this.#read().catch(() => undefined);
	}

	static connect(server: Address, options: ConnectOptions) {
		return new SseTestClient(server, options);
	}

	publish(text: string, clientId?: string) {
		return publishAs(this.#server, this.#options, text, clientId);
	}

	close(): void {
		this.#abort.abort();
	}

	async #read(): Promise<void> {
		const { room, headers, ...options } = this.#options;
		const query = new URLSearchParams(given(options));
		const address = `${this.#server.origin}/api/rooms/${encodeURIComponent(room)}/events?${query}`;
		const response = await fetch(address, {
			signal: this.#abort.signal,
			...(headers && { headers })
		});
		this.response = response;
		if (response.status !== 200) {
			this.refusal = (await response.json()) as Problem;
			return;
		}
		await readEvents(response, {
			onEvent: ({ event = 'message', id, data }) => {
				this.record(parseNamedEvent(event, data), `${event} ${data}`);
				this.ids.push(id ?? null);
			},
			onRetry: (ms) => this.retries.push(ms),
			onComment: () => this.comments++
		});
		const closing = this.of('closing').at(-1);
		this.closed = { code: closing?.code ?? 1006, reason: closing?.reason ?? '' };
		if (closing?.reason === undefined || this.of('welcome').length > 0) return;
		this.refusal = problem(closing.reason);
	}
}
