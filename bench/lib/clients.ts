import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { converse } from './conversation.ts';
import type { Crowd, Delivered, Load } from './load.ts';
import { NumberedReader, numberedText, OneOrder } from './numbered.ts';
import { Latencies } from './latencies.ts';
import { wires, type Wire } from './wires.ts';

/** So many come at once: more would only wait in the listen queue. */
const connectsAtOnce = 100;
const keepAliveMs = 10_000;
/** As many people speak, by turns: what comes over one connection is often joined by that alone. */
const publishers = 16;
/** Nothing delivered for so long is a loss. */
const stalledMs = 30_000;
/** More than are ever under way. */
const ring = 1 << 16;

/** Readers and publishers, on bare TCP sockets. */
export class Clients {
	readonly #wire: Wire;
	readonly #sockets: Socket[] = [];
	readonly #publishers: Socket[] = [];
	readonly #order: OneOrder;
	/** When each message was published, by its number modulo the ring's size. */
	readonly #sentAt = new Float64Array(ring);
	readonly #latencies = new Latencies();
	#published = 0;
	#completed = 0;
	#window = 0;
	#isPublishing = false;
	#now = 0;
	#failure: Error | null = null;
	#onCompleted: () => void = () => undefined;

	private constructor(wire: Wire, readers: number) {
		this.#wire = wire;
		this.#order = new OneOrder(readers);
	}

	/** Resolves when everybody is in. */
	static async connect({ ports, wire, readers }: Crowd): Promise<Clients> {
		const clients = new Clients(wires[wire], readers);
		setInterval(() => clients.#keepAlive(), keepAliveMs).unref();
		for (let i = 0; i < readers; i += connectsAtOnce) {
			const batch = Array.from({ length: Math.min(connectsAtOnce, readers - i) }, (_, j) =>
				clients.#enter(ports[(i + j) % ports.length] ?? 0)
			);
			clients.#sockets.push(...(await Promise.all(batch)));
		}
		for (let i = 0; i < publishers; i++) {
			clients.#publishers.push(await clients.#enterAsPublisher(ports[0] ?? 0));
		}
		return clients;
	}

	/** @throws Error when a reader missed a message, got one twice or out of order, or was cut off */
	async run({ window, ms, rate }: Load): Promise<Delivered> {
		this.#keepAlive();
		this.#latencies.clear();
		const before = this.#completed;
		const start = performance.now();
		this.#isPublishing = true;
		this.#window = rate === undefined ? window : 0;
		if (rate === undefined) {
			this.#refill();
			await sleep(ms);
		} else {
			await this.#pace(rate, ms);
		}
		this.#isPublishing = false;
		await this.#allCompleted();
		const messages = this.#completed - before;
		return {
			messages,
			deliveries: messages * this.#sockets.length,
			seconds: (performance.now() - start) / 1000,
			...this.#latencies.percentiles()
		};
	}

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

	/** Publishes as many as may be under way. */
	#refill(): void {
		if (!this.#isPublishing) return;
		this.#publish(this.#window - (this.#published - this.#completed));
	}

	#publish(count: number): void {
		if (count <= 0) return;
		const now = performance.now();
		for (let i = 0; i < count; i++) {
			const number = ++this.#published;
			this.#sentAt[number % ring] = now;
			const publisher = this.#publishers[number % publishers];
			publisher?.write(this.#wire.publish(numberedText(number)));
		}
	}

	async #allCompleted(): Promise<void> {
		let seen = -1;
		while (this.#failure === null && this.#completed < this.#published) {
			if (this.#completed === seen) {
				const missing = this.#published - this.#completed;
				throw new Error(`${missing} messages have not reached everybody in ${stalledMs} ms`);
			}
			seen = this.#completed;
			const completed = new Promise<void>((resolve) => (this.#onCompleted = resolve));
			await Promise.race([completed, sleep(stalledMs, undefined, { ref: false })]);
		}
		if (this.#failure !== null) throw this.#failure;
	}

	#received(place: number, number: number): void {
		this.#latencies.add(this.#now - (this.#sentAt[number % ring] ?? 0));
		if (!this.#order.take(place, number)) return;
		this.#completed++;
		if (this.#completed === this.#published) this.#onCompleted();
		// Those that are completed by one turn are followed by as many at once.
		if (this.#isPublishing && this.#window > 0) setImmediate(() => this.#refill());
	}

	#enter(port: number): Promise<Socket> {
		const numbers = new NumberedReader();
		let place = 0;
		const onMessage = (number: number) => this.#received(place++, number);
		return this.#open(port, this.#wire.enter, (piece) => {
			this.#now = performance.now();
			numbers.read(piece, onMessage);
		});
	}

	#enterAsPublisher(port: number): Promise<Socket> {
		return this.#open(port, this.#wire.enterAsPublisher, () => undefined);
	}

	#open(port: number, steps: Wire['enter'], read: (piece: string) => void): Promise<Socket> {
		const onLost = (error: Error) => {
			this.#failure ??= error;
			this.#onCompleted();
		};
		return converse({ port, steps, read, onLost });
	}

	#keepAlive(): void {
		const { keepAlive, keepAliveAsPublisher } = this.#wire;
		if (keepAlive !== null) for (const socket of this.#sockets) socket.write(keepAlive);
		for (const socket of this.#publishers) socket.write(keepAliveAsPublisher);
	}
}
