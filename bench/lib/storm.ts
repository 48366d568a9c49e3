import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { converse } from './conversation.ts';
import { NumberedReader, numberedText } from './numbered.ts';
import { wires, type Step, type Wire, type WireName } from './wires.ts';

/** The interval at which messages are published during the storm, so that there are messages to lose. */
const publishEveryMs = 250;
/** How long all clients may take to receive a message after they have connected. */
const maxStormMs = 120_000;
const pollMs = 20;

export interface StormGroup {
	port: number;
	wire: WireName;
	clients: number;
}

/** How the clients of a restarted server reconnected. */
export interface StormResult {
	/** From the first attempt to reconnect until all clients are connected and have the last message. */
	seconds: number;
	/** Messages that every client should have received. */
	messages: number;
	/** Of these, how many never arrived, summed over all clients. */
	lost: number;
	/** Deliveries of a message that its client already had, summed over all clients. */
	repeated: number;
}

/** Clients of one room that reconnect all at once and resume after the last message they received. */
export class StormClients {
	readonly #wire: Wire;
	readonly #port: number;
	readonly #clients: number;
	#cursor = '';
	#published = 0;
	#publisher: Socket | undefined;
	/** The clients that have received each message since they last connected, by the number of the message. */
	#holders = new Map<number, Set<number>>();
	#deliveries = 0;

	private constructor({ port, wire, clients }: StormGroup) {
		this.#wire = wires[wire];
		this.#port = port;
		this.#clients = clients;
	}

	/** Resolves when all are connected and have received one message. Its id is the cursor from which they resume. */
	static async connect(group: StormGroup): Promise<StormClients> {
		const clients = new StormClients(group);
		await clients.#connectAll(clients.#wire.connect);
		clients.#publish();
		await clients.#untilAllHave(clients.#published);
		return clients;
	}

	/** Reconnects all clients. Call it when the server has been killed and a new one listens on its port. */
	async reconnect(): Promise<StormResult> {
		const start = performance.now();
		const before = this.#published;
		this.#holders = new Map();
		this.#deliveries = 0;
		this.#publisher = undefined;
		const { resume, connect } = this.#wire;
		const connected = this.#connectAll(resume?.(this.#cursor) ?? connect);
		const stop = new AbortController();
		const publishing = this.#publishUntil(stop.signal);
		await connected;
		stop.abort();
		await publishing;
		this.#publish();
		await this.#untilAllHave(this.#published);
		const messages = this.#published - before;
		let held = 0;
		for (const holders of this.#holders.values()) held += holders.size;
		return {
			seconds: (performance.now() - start) / 1000,
			messages,
			lost: messages * this.#clients - held,
			repeated: this.#deliveries - held
		};
	}

	/** Connects the publisher before the clients, so that messages are published while clients are still away. */
	async #connectAll(steps: readonly Step[]): Promise<void> {
		const { connectPublisher, keepAlivePublisher, keepAlive } = this.#wire;
		this.#publisher = await this.#open(connectPublisher, keepAlivePublisher, () => undefined);
		await Promise.all(
			Array.from({ length: this.#clients }, (_, client) => {
				const numbers = new NumberedReader();
				return this.#open(steps, keepAlive, (chunk) => {
					if (client === 0) this.#cursor = cursorIn(chunk) ?? this.#cursor;
					numbers.read(chunk, (number) => this.#received(client, number));
				});
			})
		);
	}

	/** Ignores connections that close after the handshake: the server is killed on purpose, and missing clients are noticed at the end. */
	#open(
		steps: readonly Step[],
		keepAlive: Buffer | null,
		read: (chunk: string) => void
	): Promise<Socket> {
		return converse({ port: this.#port, steps, keepAlive, read, onLost: () => undefined });
	}

	#received(client: number, number: number): void {
		this.#deliveries++;
		const holders = this.#holders.get(number) ?? new Set();
		this.#holders.set(number, holders.add(client));
	}

	#publish(): void {
		this.#published++;
		this.#publisher?.write(this.#wire.publish(numberedText(this.#published)));
	}

	async #publishUntil(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			if (this.#publisher !== undefined) this.#publish();
			// An aborted pause ends the loop.
			await sleep(publishEveryMs, undefined, { signal }).catch(() => undefined);
		}
	}

	/** @throws Error if a client does not receive the message in time */
	async #untilAllHave(number: number): Promise<void> {
		const deadline = performance.now() + maxStormMs;
		while ((this.#holders.get(number)?.size ?? 0) < this.#clients) {
			if (performance.now() > deadline) {
				const missing = this.#clients - (this.#holders.get(number)?.size ?? 0);
				throw new Error(`${missing} of ${this.#clients} clients did not receive message ${number}`);
			}
			await sleep(pollMs);
		}
	}
}

/** The id of the last message in a chunk of any transport. */
function cursorIn(chunk: string): string | undefined {
	return [...chunk.matchAll(/"id":"(\w+\.\d+)"/g)].at(-1)?.[1];
}
