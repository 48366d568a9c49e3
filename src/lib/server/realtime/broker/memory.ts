import { getHeapStatistics } from 'node:v8';
import type { Cursor } from '../../../protocol/cursor.ts';
import type { Message } from '../../../protocol/message.ts';
import { Refusal } from '../refusal.ts';
import {
	notifyAll,
	tooManyRoomsFromAddress,
	type Broker,
	type Draft,
	type Page,
	type RoomListener,
	type Subscription
} from './broker.ts';
import { RoomLog, type SharedBytes } from './room-log.ts';
import { roomIdleMs } from '../limits.ts';

interface Room {
	log: RoomLog;
	listeners: Set<RoomListener>;
	opener: string | undefined;
	/** When the room was opened, a message was last published or a listener last left (monotonic ms). */
	lastUsedAt: number;
}

export interface MemoryBrokerOptions {
	maxRooms: number;
	/** Rooms that one address may have opened at a time; unset or 0: no limit. */
	maxRoomsPerOpener?: number;
	/**
	 * The most bytes in the histories of all rooms together, by default a quarter of the heap. The limits of one
	 * room do not limit the sum: with enough rooms, clients could exhaust the memory of the process.
	 */
	maxBytes?: number;
	/** Receives the errors that listeners throw. */
	log: { error(about: object, message: string): void };
	/** Monotonic milliseconds. */
	now?: () => number;
}

const evictionIntervalMs = 10_000;

/** Rooms in the memory of this process. When it ends they are lost, and clients get a `gap`. */
export class MemoryBroker implements Broker {
	readonly kind = 'memory';
	readonly #rooms = new Map<string, Room>();
	/** The names of the rooms that each address has opened. */
	readonly #opened = new Map<string, Set<string>>();
	readonly #maxRooms: number;
	readonly #maxRoomsPerOpener: number;
	readonly #maxBytes: number;
	readonly #tally: SharedBytes = { bytes: 0 };
	readonly #log: MemoryBrokerOptions['log'];
	readonly #now: () => number;
	readonly #evictionTimer: NodeJS.Timeout;

	constructor({
		maxRooms,
		maxRoomsPerOpener = 0,
		maxBytes = getHeapStatistics().heap_size_limit / 4,
		log,
		now = () => performance.now()
	}: MemoryBrokerOptions) {
		this.#maxRooms = maxRooms;
		this.#maxRoomsPerOpener = maxRoomsPerOpener || Infinity;
		this.#maxBytes = maxBytes;
		this.#log = log;
		this.#now = now;
		this.#evictionTimer = setInterval(() => this.evictExpired(), evictionIntervalMs).unref();
	}

	/** How many rooms exist. */
	get size(): number {
		return this.#rooms.size;
	}

	async publish(draft: Draft): Promise<Message> {
		const room = this.#openRoom(draft.room, draft.opener);
		const now = this.#now();
		const { message, isRepeat } = room.log.append(draft, now, Date.now());
		if (isRepeat) return message;
		room.lastUsedAt = now;
		this.#enforceMaxBytes();
		notifyAll(
			room.listeners,
			(listener) => listener.message(message),
			(error) => this.#log.error({ err: error }, 'a listener has thrown')
		);
		return message;
	}

	async read(room: string, after: Cursor | null, limit: number, opener?: string): Promise<Page> {
		return this.#openRoom(room, opener).log.read(after, limit, this.#now());
	}

	async subscribe(name: string, listener: RoomListener, opener?: string): Promise<Subscription> {
		const room = this.#openRoom(name, opener);
		room.listeners.add(listener);
		return {
			position: room.log.last,
			end: () => {
				room.listeners.delete(listener);
				room.lastUsedAt = this.#now();
			}
		};
	}

	async close(): Promise<void> {
		clearInterval(this.#evictionTimer);
		this.#rooms.clear();
		this.#opened.clear();
	}

	/** Removes expired rooms and messages. Called every 10 seconds. */
	evictExpired(): void {
		const now = this.#now();
		for (const [name, room] of this.#rooms) {
			room.log.prune(now);
			if (room.listeners.size > 0 || now - room.lastUsedAt < roomIdleMs) continue;
			room.log.shrink(0);
			this.#removeRoom(name, room);
		}
	}

	#openRoom(name: string, opener: string | undefined): Room {
		const known = this.#rooms.get(name);
		if (known !== undefined) return known;
		if (opener !== undefined) this.#requireBudget(opener);
		if (this.#rooms.size >= this.#maxRooms && !this.#evictEmptyRoom(this.#rooms.keys())) {
			throw new Refusal('full', { retryAfterMs: 60_000 });
		}
		const room = {
			log: new RoomLog(name, this.#tally),
			listeners: new Set<RoomListener>(),
			opener,
			lastUsedAt: this.#now()
		};
		this.#rooms.set(name, room);
		if (opener !== undefined) {
			this.#opened.set(opener, (this.#opened.get(opener) ?? new Set()).add(name));
		}
		return room;
	}

	#removeRoom(name: string, { opener }: Room): void {
		this.#rooms.delete(name);
		if (opener === undefined) return;
		const names = this.#opened.get(opener);
		names?.delete(name);
		if (names?.size === 0) this.#opened.delete(opener);
	}

	/** @throws Refusal `full` if this address has opened too many rooms and all are in use */
	#requireBudget(opener: string): void {
		const names = this.#opened.get(opener);
		if (names === undefined || names.size < this.#maxRoomsPerOpener) return;
		if (!this.#evictEmptyRoom(names)) throw tooManyRoomsFromAddress();
	}

	/**
	 * Drops the older half of the largest room's history until all histories fit, so that a client that fills a
	 * room affects only that room. Dropping half makes the search for the largest room rare.
	 */
	#enforceMaxBytes(): void {
		while (this.#tally.bytes > this.#maxBytes) {
			const logs = [...this.#rooms.values()].map(({ log }) => log);
			const largest = logs.reduce((most, log) => (log.bytes > most.bytes ? log : most));
			largest.shrink(largest.bytes / 2);
		}
	}

	/**
	 * Removes one of these rooms that has neither listeners nor messages; returns false if there is none. Without
	 * this, a client that opens ten thousand rooms, one after the other, would lock all others out for ten
	 * minutes.
	 */
	#evictEmptyRoom(names: Iterable<string>): boolean {
		for (const name of names) {
			const room = this.#rooms.get(name);
			if (room === undefined || room.listeners.size > 0 || room.log.last.seq > 0) continue;
			this.#removeRoom(name, room);
			return true;
		}
		return false;
	}
}
