import { formatCursor, parseCursor, type Cursor } from '../../protocol/cursor.ts';
import type { Gap, Message } from '../../protocol/message.ts';
import type { Broker } from '../realtime/broker/broker.ts';

/** Something that happened in an example's room. `data` is what the example has appended. */
export interface Entry<Data> {
	/** `<epoch>.<seq>`, opaque: from here a follower goes on. */
	id: string;
	/** 1, 2, 3 … without holes per room and epoch. */
	seq: number;
	/** ms since the epoch, server's clock. */
	timestamp: number;
	data: Data;
}

export interface Follower<Data> {
	entry(entry: Entry<Data>): void;
	/** What lies before `gap.cursor` is no longer held. */
	gap(gap: Gap): void;
}

const pageSize = 100;
/**
 * Entries are as large as an example lets them be, so their number alone bounds nothing. What a journal
 * holds also has to fit into what may wait for a reader (see closing-web-socket.ts), who is told all of it at once.
 */
const historyBytes = 1024 * 1024;

/**
 * The ordered, resumable record of one room of an example: what the site's rooms are made of, with the
 * example's own data in place of a text. Only the server appends, so that what stands in it is true.
 * All methods may reject with a Refusal: `full`, `broker_unavailable`.
 */
export class Journal<Data extends object> {
	readonly #broker: Broker;
	readonly #room: string;
	readonly #opener: string | undefined;

	/**
	 * @param room a name that no client knows, or clients could write into it as into any room
	 * @param opener the address whose budget of rooms it counts in, if it is new
	 */
	constructor(broker: Broker, room: string, opener?: string) {
		this.#broker = broker;
		this.#room = room;
		this.#opener = opener;
	}

	/**
	 * Gives `data` its place and tells every follower in every process. The same `clientId` within 5
	 * minutes gives the first answer again; with other data it is refused with `client_id_conflict`.
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
	 * Tells everything after `after`, in order, then what comes, without hole or repeat. Null or an id that
	 * nobody gave out: from the oldest entry that is held. Resolves when all that was there has been told.
	 * @returns the way to stop
	 */
	async follow(after: string | null, follower: Follower<Data>): Promise<() => void> {
		let early: (() => void)[] | null = [];
		const last = { epoch: '', seq: 0 };
		const tell = (message: Message): void => {
			const at = parseCursor(message.id);
			// It came while the history was read, and was in the history too.
			if (at === null || (at.epoch === last.epoch && at.seq <= last.seq)) return;
			Object.assign(last, at);
			follower.entry(entryOf<Data>(message));
		};
		const inTurn = (what: () => void): void => {
			if (early === null) what();
			else early.push(what);
		};
		const listener = {
			message: (message: Message) => inTurn(() => tell(message)),
			gap: (gap: Gap) => inTurn(() => follower.gap(gap))
		};
		const subscription = await this.#broker.subscribe(this.#room, listener, this.#opener);
		try {
			let place = parseCursor(after) ?? (await this.#beginning());
			for (;;) {
				const page = await this.#broker.read(this.#room, place, pageSize);
				if (page.gap !== null) follower.gap(page.gap);
				page.messages.forEach(tell);
				place = page.end;
				if (isSame(page.end, page.last)) break;
			}
		} catch (error) {
			subscription.end();
			throw error;
		}
		for (const what of early) what();
		early = null;
		return () => subscription.end();
	}

	/** Where a follower that has heard everything stands. */
	async end(): Promise<string> {
		return formatCursor((await this.#broker.read(this.#room, null, 0, this.#opener)).last);
	}

	async #beginning(): Promise<Cursor> {
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
