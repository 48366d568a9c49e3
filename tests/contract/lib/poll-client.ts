import { closeCodeOf } from '../../../src/lib/protocol/close-codes.ts';
import type { Problem } from '../../../src/lib/protocol/errors.ts';
import { parseNamedEvent } from '../../../src/lib/protocol/server-event.ts';
import { given, TestClient, type ConnectOptions } from './client.ts';
import { publishAs } from './http.ts';
import type { Address } from './server.ts';

interface PollAnswer {
	messages: unknown[];
	cursor: string;
	gap?: unknown;
}

/** A reader that polls. It publishes over plain HTTP. */
export class PollTestClient extends TestClient {
	readonly #abort = new AbortController();
	readonly #server: Address;
	readonly #options: ConnectOptions;
	readonly #ready: Promise<void>;
	#cursor: string | null;

	constructor(server: Address, options: ConnectOptions) {
		super();
		this.#server = server;
		this.#options = options;
		this.#cursor = options.after ?? null;
		this.#ready = this.#cursor === null ? this.#begin() : Promise.resolve();
		this.#ready.then(() => this.#run()).catch(() => undefined);
	}

	static connect(server: Address, options: ConnectOptions) {
		return new PollTestClient(server, options);
	}

	/** There is no welcome; the first response has the cursor. */
	override ready(): Promise<void> {
		return this.#ready;
	}

	publish(text: string, clientId?: string) {
		return publishAs(this.#server, this.#options, text, clientId);
	}

	close(): void {
		this.#abort.abort();
	}

	/** The server answers a cursor of an unknown epoch at once, with the room’s current cursor. */
	async #begin(): Promise<void> {
		this.#cursor = (await this.#poll('none.0'))?.cursor ?? null;
	}

	async #run(): Promise<void> {
		while (!this.#abort.signal.aborted && this.#cursor !== null) {
			const answer = await this.#poll(this.#cursor);
			if (answer === null) return;
			if (answer.gap !== undefined) this.#recordNamed('gap', answer.gap);
			for (const message of answer.messages) this.#recordNamed('message', message);
			this.#cursor = answer.cursor;
		}
	}

	async #poll(after: string): Promise<PollAnswer | null> {
		const { room, headers, trace } = this.#options;
		const query = new URLSearchParams(given({ after, trace }));
		const path = `/api/rooms/${encodeURIComponent(room)}/poll?${query}`;
		const address = this.#server.origin + path;
		const response = await fetch(address, {
			signal: this.#abort.signal,
			...(headers && { headers })
		});
		const body: unknown = await response.json();
		if (response.status === 200) return body as PollAnswer;
		this.refusal = body as Problem;
		const { code } = this.refusal;
		this.closed = { code: closeCodeOf(code), reason: code };
		return null;
	}

	#recordNamed(type: string, data: unknown): void {
		this.record(parseNamedEvent(type, data), `${type} ${JSON.stringify(data)}`);
	}
}
