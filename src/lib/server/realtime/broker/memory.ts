import { getHeapStatistics } from 'node:v8';
import type { Cursor } from '../../../protocol/cursor.ts';
import type { Message } from '../../../protocol/message.ts';
import { Refusal } from '../refusal.ts';
import {
	roomIdleMs,
	tellAll,
	type Broker,
	type Draft,
	type Page,
	type RoomListener,
	type Subscription
} from './broker.ts';
import { RoomLog, type Tally } from './room-log.ts';

interface Room {
	log: RoomLog;
	listeners: Set<RoomListener>;
	/** When somebody last published here or left (monotonic ms). */
	usedAt: number;
}

export interface MemoryBrokerOptions {
	maxRooms: number;
	/**
	 * What the histories of all rooms may weigh together; a quarter of the heap, unless told otherwise. A
	 * room's own limits do not bound their sum: with enough rooms, strangers would end the process.
	 */
	maxBytes?: number;
	/** Told of a listener that has thrown. */
	log: { error(about: object, message: string): void };
	/** Monotonic milliseconds. */
	now?: () => number;
}

const sweepMs = 10_000;

/** Rooms in the memory of this one process. They end with it; clients then get a `gap`. */
export class MemoryBroker implements Broker {
	readonly #rooms = new Map<string, Room>();
	readonly #maxRooms: number;
	readonly #maxBytes: number;
	readonly #tally: Tally = { bytes: 0 };
	readonly #log: MemoryBrokerOptions['log'];
	readonly #now: () => number;
	readonly #sweeper: NodeJS.Timeout;

	constructor({
		maxRooms,
		maxBytes = getHeapStatistics().heap_size_limit / 4,
		log,
		now = () => performance.now()
	}: MemoryBrokerOptions) {
		this.#maxRooms = maxRooms;
		this.#maxBytes = maxBytes;
		this.#log = log;
		this.#now = now;
		this.#sweeper = setInterval(() => this.sweep(), sweepMs).unref();
	}

	/** How many rooms there are. */
	get size(): number {
		return this.#rooms.size;
	}

	async publish(draft: Draft): Promise<Message> {
		const room = this.#open(draft.room);
		const now = this.#now();
		const { message, repeated } = room.log.append(draft, now, Date.now());
		if (repeated) return message;
		room.usedAt = now;
		this.#spare();
		tellAll(
			room.listeners,
			(listener) => listener.message(message),
			(error) => this.#log.error({ err: error }, 'a listener has thrown')
		);
		return message;
	}

	async read(room: string, after: Cursor | null, limit: number): Promise<Page> {
		return this.#open(room).log.read(after, limit, this.#now());
	}

	async subscribe(name: string, listener: RoomListener): Promise<Subscription> {
		const room = this.#open(name);
		room.listeners.add(listener);
		return {
			position: room.log.last,
			end: () => {
				room.listeners.delete(listener);
				room.usedAt = this.#now();
			}
		};
	}

	async close(): Promise<void> {
		clearInterval(this.#sweeper);
		this.#rooms.clear();
	}

	/** Ends the rooms whose time is over and lets go of old messages. Called every 10 seconds. */
	sweep(): void {
		const now = this.#now();
		for (const [name, room] of this.#rooms) {
			room.log.prune(now);
			if (room.listeners.size > 0 || now - room.usedAt < roomIdleMs) continue;
			room.log.shrink(0);
			this.#rooms.delete(name);
		}
	}

	#open(name: string): Room {
		const known = this.#rooms.get(name);
		if (known !== undefined) return known;
		if (this.#rooms.size >= this.#maxRooms) this.#makeRoom();
		const room = {
			log: new RoomLog(name, this.#tally),
			listeners: new Set<RoomListener>(),
			usedAt: this.#now()
		};
		this.#rooms.set(name, room);
		return room;
	}

	/**
	 * The room that holds most forgets the older half, until all fit: whoever fills one up does so at the
	 * cost of its own history. Halves, so that looking for it is rarely needed.
	 */
	#spare(): void {
		while (this.#tally.bytes > this.#maxBytes) {
			const logs = [...this.#rooms.values()].map(({ log }) => log);
			const largest = logs.reduce((most, log) => (log.bytes > most.bytes ? log : most));
			largest.shrink(largest.bytes / 2);
		}
	}

	/**
	 * Ends one room that nobody is in and where nothing was ever said. Without this, somebody who looks
	 * into ten thousand rooms, one after the other, would lock everyone else out for ten minutes.
	 */
	#makeRoom(): void {
		for (const [name, room] of this.#rooms) {
			if (room.listeners.size === 0 && room.log.last.seq === 0) {
				this.#rooms.delete(name);
				return;
			}
		}
		throw new Refusal('full', { retryAfterMs: 60_000 });
	}
}
