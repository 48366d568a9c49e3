import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { converse } from './conversation.ts';
import { NumberedReader, numberedText } from './numbered.ts';
import { wires, type Step, type Wire, type WireName } from './wires.ts';

/** While clients come back somebody publishes, so that there is something to lose. */
const publishEveryMs = 250;
/** Who is not whole after that long has been given up. */
const longestMs = 120_000;
const pollMs = 20;

export interface Gathering {
	port: number;
	wire: WireName;
	clients: number;
}

/** How a crowd has come back to a server that was restarted. */
export interface Storm {
	/** From the moment at which the server listens until everybody is in and has the last message. */
	seconds: number;
	/** Messages that were published meanwhile, for each client. */
	messages: number;
	/** Of all clients together: messages of the storm that never came, and those that came again. */
	lost: number;
	repeated: number;
}

/** The clients of one room, who all come back at once. They remember the last message they got. */
export class Crowd {
	readonly #wire: Wire;
	readonly #port: number;
	readonly #clients: number;
	#cursor = '';
	#published = 0;
	#publisher: Socket | undefined;
	/** By message: how many clients have it, and how many deliveries there were. */
	#holders = new Map<number, Set<number>>();
	#deliveries = 0;

	private constructor({ port, wire, clients }: Gathering) {
		this.#wire = wires[wire];
		this.#port = port;
		this.#clients = clients;
	}

	/** Resolves when all are in and have one message, from which they go on later. */
	static async gather(gathering: Gathering): Promise<Crowd> {
		const crowd = new Crowd(gathering);
		await crowd.#enter(crowd.#wire.enter);
		crowd.#publish();
		await crowd.#all(crowd.#published);
		return crowd;
	}

	/** Comes back. The server has gone meanwhile, and another listens at its port. */
	async comeBack(): Promise<Storm> {
		const start = performance.now();
		const before = this.#published;
		this.#holders = new Map();
		this.#deliveries = 0;
		this.#publisher = undefined;
		const { resume, enter } = this.#wire;
		const entered = this.#enter(resume?.(this.#cursor) ?? enter);
		const isOver = new AbortController();
		const speaking = this.#speak(isOver.signal);
		await entered;
		isOver.abort();
		await speaking;
		this.#publish();
		await this.#all(this.#published);
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

	/** The publisher first, so that there is something to miss. */
	async #enter(steps: readonly Step[]): Promise<void> {
		const { enterAsPublisher, keepAliveAsPublisher, keepAlive } = this.#wire;
		this.#publisher = await this.#open(enterAsPublisher, keepAliveAsPublisher, () => undefined);
		await Promise.all(
			Array.from({ length: this.#clients }, (_, client) => {
				const numbers = new NumberedReader();
				return this.#open(steps, keepAlive, (piece) => {
					if (client === 0) this.#cursor = cursorIn(piece) ?? this.#cursor;
					numbers.read(piece, (number) => this.#received(client, number));
				});
			})
		);
	}

	/** Connections end when the server does, which is no fault: who stays away is missed at the end. */
	#open(
		steps: readonly Step[],
		keepAlive: Buffer | null,
		read: (piece: string) => void
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

	async #speak(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			if (this.#publisher !== undefined) this.#publish();
			await sleep(publishEveryMs, undefined, { signal }).catch(() => undefined);
		}
	}

	/** @throws Error when not everybody has a message in time */
	async #all(number: number): Promise<void> {
		const deadline = performance.now() + longestMs;
		while ((this.#holders.get(number)?.size ?? 0) < this.#clients) {
			if (performance.now() > deadline) {
				const missing = this.#clients - (this.#holders.get(number)?.size ?? 0);
				throw new Error(`${missing} of ${this.#clients} clients are not whole`);
			}
			await sleep(pollMs);
		}
	}
}

/** The id of the last message in what came in, on any transport. */
function cursorIn(piece: string): string | undefined {
	return [...piece.matchAll(/"id":"(\w+\.\d+)"/g)].at(-1)?.[1];
}
