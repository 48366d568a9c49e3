import type { Cursor } from '../../../protocol/cursor.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Log } from '../operations/log.ts';
import { Refusal } from '../refusal.ts';
import {
	type Broker,
	type Draft,
	type Page,
	type RoomListener,
	type Subscription
} from './broker.ts';
import { eachOf, roomsAtOnce } from './redis/each-of.ts';
import { parseDelivery } from './redis/entry.ts';
import { RoomFeed } from './redis/feed.ts';
import { databaseOf, roomKeys, type RoomKeys } from './redis/keys.ts';
import { RedisLink } from './redis/link.ts';
import { RoomRegistry } from './redis/registry.ts';
import { RedisRooms } from './redis/rooms.ts';
import { roomIdleMs } from '../limits.ts';

export interface RedisBrokerOptions {
	url: string;
	/** Instances with the same URL and prefix share all rooms. */
	prefix: string;
	maxRooms: number;
	/** Rooms that one address may have opened at a time; unset or 0: no limit. */
	maxRoomsPerOpener?: number;
	instanceId: string;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
	/** Milliseconds since 1970, for tests; otherwise Redis's clock, which all instances share. */
	now?: () => number;
}

/** The interval at which the lifetime of a room with readers is renewed: it then ends `roomIdleMs` later. */
const keepAliveIntervalMs = roomIdleMs / 10;
const pageLength = 100;

/** A feed and the number of its subscribers, including those that wait for it to open. */
interface SharedFeed {
	feed: RoomFeed;
	users: number;
	opened: Promise<void>;
}

/**
 * Rooms in Redis, shared by all instances. The guarantees of `Broker` hold across all instances and through every
 * failure of Redis; redis/scripts.ts says how.
 *
 * While Redis is unreachable, readers keep their connections, every call is rejected with
 * `broker_unavailable` (R6), and `isReady` is false until every room has caught up. A message that was being
 * published may or may not have been stored: with a `clientId` it is safe to repeat.
 */
export class RedisBroker implements Broker {
	readonly kind = 'redis';
	readonly link: RedisLink;
	readonly #rooms: RedisRooms;
	readonly #registry: RoomRegistry;
	readonly #feeds = new Map<string, SharedFeed>();
	/** Rooms in which this process published in the last minute, and when. */
	readonly #lastPublished = new Map<string, number>();
	readonly #keysOf: (room: string) => RoomKeys;
	readonly #log: RedisBrokerOptions['log'];
	readonly #keepAliveTimer: NodeJS.Timeout;

	constructor(options: RedisBrokerOptions) {
		const { url, prefix, maxRooms, maxRoomsPerOpener = 0, instanceId, log, now } = options;
		const database = databaseOf(url);
		const clock = () => (now === undefined ? '' : String(now()));
		this.#keysOf = (room) => roomKeys(prefix, database, room);
		this.#log = log;
		this.link = new RedisLink({ url, name: `wirelab:${instanceId}`, log });
		const runner = this.link;
		this.#registry = new RoomRegistry({
			...{ runner, prefix, database, maxRooms, maxRoomsPerOpener, clock }
		});
		this.#rooms = new RedisRooms({
			runner,
			registry: this.#registry,
			keysOf: this.#keysOf,
			maxRooms,
			clock
		});
		this.link.register({ lost: () => this.#suspend(), restore: () => this.#catchUpAll() });
		this.#keepAliveTimer = setInterval(() => {
			// The link logs failures; the next attempt follows in a minute.
			this.keepAlive().catch(() => undefined);
		}, keepAliveIntervalMs).unref();
	}

	/** Whether Redis answers and every room here has caught up. */
	get isReady(): boolean {
		return this.link.isReady;
	}

	async publish(draft: Draft): Promise<Message> {
		const message = await this.#rooms.append(draft);
		this.#lastPublished.set(draft.room, message.timestamp);
		return message;
	}

	async read(room: string, after: Cursor | null, limit: number, opener?: string): Promise<Page> {
		const { last, gap, entries, end } = await this.#rooms.read(room, after, limit, { opener });
		return { last, gap, messages: entries.map(({ message }) => message), end };
	}

	async subscribe(room: string, listener: RoomListener, opener?: string): Promise<Subscription> {
		const held = this.#feeds.get(room) ?? this.#open(room, opener);
		held.users++;
		let isOver = false;
		const end = () => {
			if (isOver) return;
			isOver = true;
			held.feed.listeners.delete(listener);
			if (--held.users === 0) this.#close(room, held);
		};
		try {
			await held.opened;
			const { position } = held.feed;
			if (position === null) throw new Refusal('broker_unavailable', { retryAfterMs: 1000 });
			held.feed.listeners.add(listener);
			return { position, end };
		} catch (error) {
			end();
			throw error;
		}
	}

	async close(): Promise<void> {
		clearInterval(this.#keepAliveTimer);
		await this.link.close();
	}

	/**
	 * Extends the lifetime of the rooms that have readers here, and tells the registry when the rooms of this process were
	 * last used. Called every minute.
	 */
	async keepAlive(): Promise<void> {
		const rooms = [...this.#feeds.keys()];
		const uses = new Map<string, number | null>(this.#lastPublished);
		for (const room of rooms) uses.set(room, null);
		this.#lastPublished.clear();
		await this.#registry.keep(uses);
		await eachOf(rooms, roomsAtOnce, async (room) => {
			await this.#rooms.read(room, null, 0, { hold: true, force: true });
		});
	}

	#open(room: string, opener: string | undefined): SharedFeed {
		const { channel } = this.#keysOf(room);
		const feed = new RoomFeed({
			room,
			read: (after) => {
				const hasReaders = after !== null;
				return this.#rooms.read(room, after, pageLength, {
					hold: hasReaders,
					force: hasReaders,
					opener
				});
			},
			observed: (entry) => this.#rooms.observe(room, entry),
			onBehind: () => this.#catchUp(feed),
			onError: (error) => this.#log.error({ err: error }, 'a listener has thrown')
		});
		// #region open
		const open = async () => {
			// 先にチャンネル、次に履歴。間に届いたメッセージは両方に含まれ、欠落しない
			await this.link.subscribe(channel, (payload) => feed.receive(parseDelivery(room, payload)));
			await feed.catchUp();
		};
		// #endregion open
		const held = { feed, users: 0, opened: open() };
		this.#feeds.set(room, held);
		return held;
	}

	#close(room: string, held: SharedFeed): void {
		if (this.#feeds.get(room) !== held) return;
		this.#feeds.delete(room);
		this.link.unsubscribe(this.#keysOf(room).channel);
		if (held.feed.position !== null) this.#leave(room).catch(() => undefined);
	}

	/** The room ends in ten minutes unless it is used again; without messages, earlier if the room limit is reached. */
	async #leave(room: string): Promise<void> {
		const { last } = await this.#rooms.read(room, null, 0, { hold: true });
		if (last.seq === 0) await this.#registry.release(room);
	}

	#suspend(): void {
		for (const { feed } of this.#feeds.values()) feed.suspend();
	}

	async #catchUpAll(): Promise<void> {
		const opened = [...this.#feeds.values()].filter(({ feed }) => feed.position !== null);
		await eachOf(opened, roomsAtOnce, ({ feed }) => feed.catchUp());
	}

	#catchUp(feed: RoomFeed): void {
		feed.catchUp().catch((error: unknown) => {
			// A new session catches up with all rooms; nothing else would try again.
			this.link.drop(new Error('a room could not be read', { cause: error }));
		});
	}
}
