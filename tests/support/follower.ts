import { setTimeout as sleep } from 'node:timers/promises';
import { formatCursor, parseCursor, type Cursor } from '../../src/lib/protocol/cursor.ts';
import { Ear } from './listening.ts';
import type { Read } from './reading.ts';

/** So that a server that refuses everybody is not asked a thousand times a second. */
const pauseMs = 20;

/**
 * A reader who never gives up: whenever a connection ends, the next one goes on where it stood, on the next
 * instance. Whatever happens, it has to hear each message once and in order, or of an exact gap.
 */
export class Follower {
	readonly ear: Ear;
	readonly name: string;
	/** How often it has connected. */
	connections = 0;
	readonly #room: string;
	readonly #origins: (turn: number) => string;
	readonly #stop = new AbortController();
	readonly #ended: Promise<void>;

	/**
	 * @param from where it begins
	 * @param origins which instance to try, the `turn`-th time
	 */
	constructor(
		[name, read]: readonly [string, Read],
		{ room, from, origins }: { room: string; from: Cursor; origins: (turn: number) => string }
	) {
		this.name = name;
		this.ear = new Ear(from);
		this.#room = room;
		this.#origins = origins;
		this.#ended = this.#follow(read);
	}

	async close(): Promise<void> {
		this.#stop.abort();
		await this.#ended;
	}

	async #follow(read: Read): Promise<void> {
		const { signal } = this.#stop;
		while (!signal.aborted) {
			const connection = new AbortController();
			const end = () => connection.abort();
			signal.addEventListener('abort', end);
			await read({
				origin: this.#origins(this.connections++),
				room: this.#room,
				after: formatCursor(this.ear.at),
				hear: (event) => {
					// What still comes from a connection that was given up would be heard twice.
					if (connection.signal.aborted) return;
					if (event.type === 'message') this.ear.message(event);
					if (event.type === 'gap') this.ear.gap(event);
				},
				signal: connection.signal
			}).catch(() => undefined);
			connection.abort();
			signal.removeEventListener('abort', end);
			await sleep(pauseMs, null, { signal }).catch(() => undefined);
		}
	}
}

/** Publishes until it is acknowledged, under one clientId; gives the place. */
export async function persist(
	origins: (turn: number) => string,
	message: { room: string; text: string; clientId: string }
): Promise<Cursor> {
	const { room, ...body } = message;
	for (let turn = 0; turn < 2000; turn++) {
		const response = await fetch(`${origins(turn)}/api/rooms/${room}/messages`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			// A frozen instance answers when it is thawed; somebody else may answer sooner.
			signal: AbortSignal.timeout(500)
		}).catch(() => null);
		const answer = (await response?.json().catch(() => null)) as { id?: string } | null | undefined;
		const at = response?.status === 201 ? parseCursor(answer?.id) : null;
		if (at !== null) return at;
		await sleep(pauseMs);
	}
	throw new Error(`nobody has taken ${body.text}`);
}
