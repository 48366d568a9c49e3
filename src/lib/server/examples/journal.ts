import { formatCursor, parseCursor, type Cursor } from '../../protocol/cursor.ts';
import type { Gap, Message } from '../../protocol/message.ts';
import type { Broker } from '../realtime/broker/broker.ts';
import { isGap, ReadingQueue, type RoomEvent } from './reading-queue.ts';

/** An event in an example's room. `data` is what the example has appended. */
export interface Entry<Data> {
	/** `<epoch>.<seq>`, opaque: the cursor from which a follower resumes. */
	id: string;
	/** 1, 2, 3 … without holes in each room and epoch. */
	seq: number;
	/** ms since 1970, by the server's clock. */
	timestamp: number;
	data: Data;
}

export interface Follower<Data> {
	entry(entry: Entry<Data>): void;
	/** Entries before `gap.cursor` that the follower has not received are no longer held. */
	gap(gap: Gap): void;
}

/** Entries read at a time. */
const pageSize = 100;
/**
 * Entries are as large as an example makes them, so their number alone is not a bound. A client may get all entries
 * of a journal at once, so they have to fit into what may be queued for a WebSocket (`outboundBudgetBytes`).
 */
const historyBytes = 1024 * 1024;

/**
 * The ordered, resumable record of one room of an example: a room of the broker, with the example's own data
 * instead of text. Only the server appends, so its content can be trusted.
 * All methods may reject with a Refusal: `full`, `broker_unavailable`.
 */
export class Journal<Data extends object> {
	readonly #broker: Broker;
	readonly #room: string;
	readonly #opener: string | undefined;

	/**
	 * @param room a name that no client knows: otherwise clients could publish into it, as into any room
	 * @param opener the address whose limit of rooms a new room counts against
	 */
	constructor(broker: Broker, room: string, opener?: string) {
		this.#broker = broker;
		this.#room = room;
		this.#opener = opener;
	}

	/**
	 * Appends `data` and delivers it to every follower in every process. The same `clientId` within 5
	 * minutes returns the first entry again; with other data it is rejected with `client_id_conflict`.
	 */
	async append(data: Data, clientId?: string): Promise<Entry<Data>> {
		const text = JSON.stringify(data);
		const draft = {
			room: this.#room,
			user: '',
			text,
			via: 'http',
			historyBytes,
			opener: this.#opener
		} as const;
		return entryOf<Data>(
			await this.#broker.publish(clientId === undefined ? draft : { ...draft, clientId })
		);
	}

	/**
	 * Delivers everything after `after`, then every new entry, in order and each once. Entries that are no longer held
	 * are reported as a gap. With null or an unknown id it begins with the oldest entry held. Resolves when all held entries are delivered.
	 * @returns the function that stops following
	 */
	async follow(after: string | null, follower: Follower<Data>): Promise<() => void> {
		const queue = new ReadingQueue();
		let isReading = true;
		let last: Cursor = { epoch: '', seq: 0 };
		const deliver = (event: RoomEvent): void => {
			if (isGap(event)) {
				// Redis may have been set back to an older state: then the same numbers come again, with other entries.
				if (event.reason === 'reset') last = parseCursor(event.cursor) ?? last;
				return follower.gap(event);
			}
			const at = parseCursor(event.id);
			// The message arrived while the history was read, and was in the history too.
			if (at === null || (at.epoch === last.epoch && at.seq <= last.seq)) return;
			last = at;
			follower.entry(entryOf<Data>(event));
		};
		const receive = (event: RoomEvent): void => {
			if (isReading) queue.push(event);
			else deliver(event);
		};
		const listener = { message: receive, gap: receive };
		const subscription = await this.#broker.subscribe(this.#room, listener, this.#opener);
		try {
			let cursor = parseCursor(after) ?? (await this.#start());
			do {
				cursor = await this.#readToEnd(cursor, deliver);
			} while (
				!queue.drain((event) => {
					if (isGap(event)) cursor = parseCursor(event.cursor) ?? cursor;
					deliver(event);
				})
			);
		} catch (error) {
			subscription.end();
			throw error;
		}
		isReading = false;
		return () => subscription.end();
	}

	/** The id of the last entry: the cursor of a follower that has received everything. */
	async lastId(): Promise<string> {
		return formatCursor((await this.#broker.read(this.#room, null, 0, this.#opener)).last);
	}

	/** Delivers what history holds after a position. Returns the position of its end. */
	async #readToEnd(after: Cursor, deliver: (event: RoomEvent) => void): Promise<Cursor> {
		for (let cursor = after; ;) {
			const page = await this.#broker.read(this.#room, cursor, pageSize);
			if (page.gap !== null) deliver(page.gap);
			page.messages.forEach(deliver);
			cursor = page.end;
			if (isSame(page.end, page.last)) return cursor;
		}
	}

	/** The cursor before the first entry. */
	async #start(): Promise<Cursor> {
		const { last } = await this.#broker.read(this.#room, null, 0);
		return { ...last, seq: 0 };
	}
}

function isSame(one: Cursor, other: Cursor): boolean {
	return one.epoch === other.epoch && one.seq === other.seq;
}

function entryOf<Data>({ id, seq, timestamp, text }: Message): Entry<Data> {
	return { id, seq, timestamp, data: JSON.parse(text) as Data };
}
