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
import { RoomLog } from './room-log.ts';

interface Room {
	log: RoomLog;
	listeners: Set<RoomListener>;
	/** When somebody last published here or left (monotonic ms). */
	usedAt: number;
}

export interface MemoryBrokerOptions {
	maxRooms: number;
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
	readonly #log: MemoryBrokerOptions['log'];
	readonly #now: () => number;
	readonly #sweeper: NodeJS.Timeout;

	constructor({ maxRooms, log, now = () => performance.now() }: MemoryBrokerOptions) {
		this.#maxRooms = maxRooms;
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
			if (room.listeners.size === 0 && now - room.usedAt >= roomIdleMs) this.#rooms.delete(name);
			else room.log.prune(now);
		}
	}

	#open(name: string): Room {
		const known = this.#rooms.get(name);
		if (known !== undefined) return known;
		if (this.#rooms.size >= this.#maxRooms) this.#makeRoom();
		const room = {
			log: new RoomLog(name),
			listeners: new Set<RoomListener>(),
			usedAt: this.#now()
		};
		this.#rooms.set(name, room);
		return room;
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
