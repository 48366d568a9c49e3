import type { Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { converse } from './conversation.ts';
import type { Delivered, Load, ReaderGroup } from './load.ts';
import { NumberedReader, numberedText, OrderCheck } from './numbered.ts';
import { wires, type Wire } from './wires.ts';

/** Handshakes that run at the same time. More would only wait in the listen queue. */
const concurrentHandshakes = 100;
/** The number of publishers. They take turns, because any server batches messages that arrive in one packet. */
const publishers = 16;
/** A pause this long means that messages are lost. */
const stalledMs = 30_000;
/** The number of messages whose time of publishing is stored: more than are ever in flight. */
const storedTimes = 1 << 16;

/** Readers and publishers, on bare TCP sockets. */
export class Clients {
	readonly #wire: Wire;
	readonly #readers: Socket[] = [];
	readonly #publishers: Socket[] = [];
	readonly #order: OrderCheck;
	/** When each message was published, by number modulo `storedTimes`. */
	readonly #sentAt = new Float64Array(storedTimes);
	/** In µs. A list would hold millions of numbers. */
	readonly #latencies = createHistogram();
	#published = 0;
	/** The number of messages that have reached all readers. */
	#completed = 0;
	/** The number of messages that may be in flight; 0 while publishing is paced. */
	#window = 0;
	#isPublishing = false;
	/** When the chunk that is being read arrived. */
	#lastReadAt = 0;
	#failure: Error | null = null;
	/** Called when all published messages are completed, and when a connection fails. */
	#wakeRun: () => void = () => undefined;

	private constructor(wire: Wire, readers: number) {
		this.#wire = wire;
		this.#order = new OrderCheck(readers);
	}

	/** Resolves after all handshakes. */
	static async connect({ ports, wire, readers }: ReaderGroup): Promise<Clients> {
		const clients = new Clients(wires[wire], readers);
		for (let i = 0; i < readers; i += concurrentHandshakes) {
			const batch = Array.from({ length: Math.min(concurrentHandshakes, readers - i) }, (_, j) =>
				clients.#connectReader(ports[(i + j) % ports.length] ?? 0)
			);
			clients.#readers.push(...(await Promise.all(batch)));
		}
		for (let i = 0; i < publishers; i++) {
			clients.#publishers.push(await clients.#connectPublisher(ports[0] ?? 0));
		}
		return clients;
	}

	/** @throws Error if a reader misses a message, or gets one twice or out of order, or if any connection fails */
	async run(load: Load): Promise<Delivered> {
		this.#latencies.reset();
		const before = this.#completed;
		const start = performance.now();
		this.#isPublishing = true;
		if ('rate' in load) {
			this.#window = 0;
			await this.#pace(load.rate, load.ms);
		} else {
			this.#window = load.window;
			this.#refill();
			await sleep(load.ms);
		}
		this.#isPublishing = false;
		await this.#allCompleted();
		const messages = this.#completed - before;
		return {
			messages,
			deliveries: messages * this.#readers.length,
			seconds: (performance.now() - start) / 1000,
			p50: this.#latencies.percentile(50) / 1000,
			p99: this.#latencies.percentile(99) / 1000
		};
	}

	/** Publishes at a fixed rate, in messages per second. */
	async #pace(rate: number, ms: number): Promise<void> {
		const start = performance.now();
		for (let sent = 0; ; sent++) {
			const due = start + (sent * 1000) / rate;
			if (due > start + ms) return;
			const wait = due - performance.now();
			if (wait > 0) await sleep(wait);
			this.#publish(1);
		}
	}

	/** Publishes until as many messages are in flight as the load allows. */
	#refill(): void {
		if (!this.#isPublishing) return;
		this.#publish(this.#window - (this.#published - this.#completed));
	}

	#publish(count: number): void {
		if (count <= 0) return;
		const now = performance.now();
		for (let i = 0; i < count; i++) {
			const number = ++this.#published;
			this.#sentAt[number % storedTimes] = now;
			const publisher = this.#publishers[number % publishers];
			publisher?.write(this.#wire.publish(numberedText(number)));
		}
	}

	async #allCompleted(): Promise<void> {
		let seen = -1;
		while (this.#failure === null && this.#completed < this.#published) {
			if (this.#completed === seen) {
				const missing = this.#published - this.#completed;
				throw new Error(
					`${missing} messages have not reached all readers, and no other message has in the last ${stalledMs} ms`
				);
			}
			seen = this.#completed;
			const completed = new Promise<void>((resolve) => (this.#wakeRun = resolve));
			await Promise.race([completed, sleep(stalledMs, undefined, { ref: false })]);
		}
		if (this.#failure !== null) throw this.#failure;
	}

	#received(position: number, number: number): void {
		const ms = this.#lastReadAt - (this.#sentAt[number % storedTimes] ?? 0);
		this.#latencies.record(Math.max(1, Math.round(1000 * ms)));
		if (!this.#order.record(position, number)) return;
		this.#completed++;
		if (this.#completed === this.#published) this.#wakeRun();
		// Publishes after this turn of the event loop, so that all messages completed in it are replaced together.
		if (this.#isPublishing && this.#window > 0) setImmediate(() => this.#refill());
	}

	#connectReader(port: number): Promise<Socket> {
		const numbers = new NumberedReader();
		let position = 0;
		const onMessage = (number: number) => this.#received(position++, number);
		const { connect, keepAlive } = this.#wire;
		return this.#open(port, connect, keepAlive, (chunk) => {
			this.#lastReadAt = performance.now();
			numbers.read(chunk, onMessage);
		});
	}

	#connectPublisher(port: number): Promise<Socket> {
		const { connectPublisher, keepAlivePublisher } = this.#wire;
		return this.#open(port, connectPublisher, keepAlivePublisher, () => undefined);
	}

	#open(
		port: number,
		steps: Wire['connect'],
		keepAlive: Buffer | null,
		read: (chunk: string) => void
	): Promise<Socket> {
		const onLost = (error: Error) => {
			this.#failure ??= error;
			this.#wakeRun();
		};
		return converse({ port, steps, keepAlive, read, onLost });
	}
}
