import { setTimeout as sleep } from 'node:timers/promises';
import { formatCursor, parseCursor, type Cursor } from '../../src/lib/protocol/cursor.ts';
import type { Read } from './readers.ts';
import { RecordingListener } from './recording-listener.ts';

/** The pause between attempts, which limits the rate of requests to a server that rejects them. */
const pauseMs = 20;
const maxAttempts = 2000;
/** A frozen instance does not answer, but another one may. */
const answerTimeoutMs = 500;

/**
 * A reader that resumes on the next instance whenever its connection closes. It must receive each
 * message once and in order, or an exact gap.
 */
export class ResumingReader {
	readonly listener: RecordingListener;
	readonly name: string;
	/** The number of connections it has started. */
	connections = 0;
	readonly #room: string;
	readonly #originOf: (connection: number) => string;
	readonly #stop = new AbortController();
	readonly #closed: Promise<void>;

	/**
	 * @param from the cursor at which it starts
	 * @param originOf returns the origin of the instance for each connection, by its number from 0
	 */
	constructor(
		[name, read]: readonly [string, Read],
		{
			room,
			from,
			originOf
		}: { room: string; from: Cursor; originOf: (connection: number) => string }
	) {
		this.name = name;
		this.listener = new RecordingListener(from);
		this.#room = room;
		this.#originOf = originOf;
		this.#closed = this.#run(read);
	}

	async close(): Promise<void> {
		this.#stop.abort();
		await this.#closed;
	}

	async #run(read: Read): Promise<void> {
		const { signal } = this.#stop;
		while (!signal.aborted) {
			const connection = new AbortController();
			const end = () => connection.abort();
			signal.addEventListener('abort', end);
			await read({
				origin: this.#originOf(this.connections++),
				room: this.#room,
				after: formatCursor(this.listener.at),
				onEvent: (event) => {
					// An abandoned connection may still deliver events, which would be duplicates.
					if (connection.signal.aborted) return;
					if (event.type === 'message') this.listener.message(event);
					if (event.type === 'gap') this.listener.gap(event);
				},
				signal: connection.signal
			}).catch(() => undefined);
			connection.abort();
			signal.removeEventListener('abort', end);
			await sleep(pauseMs, null, { signal }).catch(() => undefined);
		}
	}
}

/**
 * Publishes a message, and retries with the same clientId until it is acknowledged. Returns its cursor.
 * @param originOf returns the origin of the instance for each attempt, by its number from 0
 */
export async function publishReliably(
	originOf: (attempt: number) => string,
	message: { room: string; text: string; clientId: string }
): Promise<Cursor> {
	const { room, ...body } = message;
	for (let attempt = 0; attempt < maxAttempts; attempt++) {
		const response = await fetch(`${originOf(attempt)}/api/rooms/${room}/messages`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(answerTimeoutMs)
		}).catch(() => null);
		const answer = (await response?.json().catch(() => null)) as { id?: string } | null | undefined;
		const at = response?.status === 201 ? parseCursor(answer?.id) : null;
		if (at !== null) return at;
		await sleep(pauseMs);
	}
	throw new Error(`${body.text} was never acknowledged`);
}
