import type { Present, PresenceStore } from './presence.ts';
import { eachOf, roomsAtOnce } from './redis/each-of.ts';
import { databaseOf, presenceKeys } from './redis/keys.ts';
import type { RedisLink } from './redis/link.ts';
import { presence } from './redis/presence-script.ts';

export interface RedisPresenceOptions {
	link: RedisLink;
	prefix: string;
	url: string;
	instanceId: string;
	/** Milliseconds since 1970, for tests; otherwise Redis's clock. */
	now?: () => number;
}

/** A lease lasts two and a half intervals: one renewal may fail. */
export const renewalIntervalMs = 8000;
/** Sessions in one call, so that Redis is never busy for long. */
const sessionsPerCall = 200;

interface Session {
	user: string;
	connections: number;
}

interface Watch {
	watchers: Set<() => void>;
	subscribed: Promise<void>;
	/** The timer that fires when the next lease of another instance, or of a poller, expires. */
	sweep: NodeJS.Timeout | undefined;
}

/** Presence in Redis; redis/presence-script.ts documents the data. */
export class RedisPresence implements PresenceStore {
	readonly #options: RedisPresenceOptions;
	/** The sessions of this process. Redis has a copy. */
	readonly #rooms = new Map<string, Map<string, Session>>();
	/** Rooms in which the copy in Redis may differ: Redis did not answer when they changed. */
	readonly #outOfSync = new Set<string>();
	readonly #watches = new Map<string, Watch>();
	readonly #renewalTimer: NodeJS.Timeout;
	readonly #database: number;

	constructor(options: RedisPresenceOptions) {
		this.#options = options;
		this.#database = databaseOf(options.url);
		options.link.register({ lost: () => undefined, restore: () => this.#restore() });
		this.#renewalTimer = setInterval(() => {
			this.renew().catch(ignore);
		}, renewalIntervalMs).unref();
	}

	enter(room: string, sessionId: string, user: string): void {
		const known = this.#rooms.get(room);
		const session = known?.get(sessionId);
		if (session !== undefined) {
			session.connections++;
			return;
		}
		const sessions = known ?? new Map<string, Session>();
		this.#rooms.set(room, sessions.set(sessionId, { user, connections: 1 }));
		this.#enter(room, sessionId, user, known !== undefined).catch(() => this.#outOfSync.add(room));
	}

	leave(room: string, sessionId: string): void {
		const sessions = this.#rooms.get(room);
		const session = sessions?.get(sessionId);
		if (sessions === undefined || session === undefined || --session.connections > 0) return;
		sessions.delete(sessionId);
		if (sessions.size === 0) this.#rooms.delete(room);
		this.#call(room, 'leave', [sessionId]).catch(() => this.#outOfSync.add(room));
	}

	poll(room: string, sessionId: string, user: string, ms: number): void {
		this.#call(room, 'poll', [sessionId, user, String(ms)]).catch(ignore);
	}

	/** Asks Redis only if this process alone does not exceed the limit: a room that is large here causes no calls. */
	async hasAtMost(room: string, limit: number): Promise<boolean> {
		if ((this.#rooms.get(room)?.size ?? 0) > limit) return false;
		try {
			const [, , count] = await this.#call(room, 'look');
			return Number(count) <= limit;
		} catch {
			return false;
		}
	}

	async list(room: string): Promise<Present> {
		const [, , count, ...users] = await this.#call(room, 'list');
		return { count: Number(count), users };
	}

	async watch(room: string, onChange: () => void): Promise<() => void> {
		const watch = this.#watches.get(room) ?? this.#open(room);
		watch.watchers.add(onChange);
		const stop = () => {
			if (watch.watchers.delete(onChange) && watch.watchers.size === 0) this.#stop(room, watch);
		};
		try {
			await watch.subscribed;
			return stop;
		} catch (error) {
			stop();
			throw error;
		}
	}

	close(): void {
		clearInterval(this.#renewalTimer);
		for (const [room, watch] of this.#watches) this.#stop(room, watch);
	}

	/** Renews the leases of this process. Called every 8 seconds. */
	async renew(): Promise<void> {
		await eachOf(this.#roomsToRenew(), roomsAtOnce, (room) => this.#renew(room));
	}

	/** Includes rooms that are empty now: Redis may still list sessions of this process there. */
	#roomsToRenew(): string[] {
		return [...new Set([...this.#rooms.keys(), ...this.#outOfSync])];
	}

	async #enter(room: string, sessionId: string, user: string, hadSessions: boolean): Promise<void> {
		// `enter` alone would also renew the lease of outdated sessions.
		if (this.#outOfSync.has(room)) return this.#replace(room);
		const [hadLease] = await this.#call(room, 'enter', [sessionId, user]);
		if (hadSessions && hadLease === 'no') await this.#replace(room);
	}

	async #renew(room: string): Promise<void> {
		if (this.#outOfSync.has(room)) return this.#replace(room);
		const [hadLease] = await this.#call(room, 'renew');
		if (hadLease === 'no') await this.#replace(room);
	}

	/**
	 * Replaces the sessions of this process that Redis has in the room, possibly with none: the lease has expired,
	 * or Redis has lost or missed some.
	 */
	async #replace(room: string): Promise<void> {
		const sessions = this.#rooms.get(room) ?? new Map<string, Session>();
		const pairs = [...sessions].map(([sessionId, { user }]) => [sessionId, user] as const);
		this.#outOfSync.delete(room);
		try {
			await this.#call(room, 'replace', pairs.slice(0, sessionsPerCall).flat());
			for (let i = sessionsPerCall; i < pairs.length; i += sessionsPerCall) {
				// A session that has left since then must not be entered again: nothing would remove it.
				const held = this.#rooms.get(room);
				const still = pairs
					.slice(i, i + sessionsPerCall)
					.filter(([sessionId]) => held?.has(sessionId));
				if (still.length > 0) await this.#call(room, 'enter', still.flat());
			}
		} catch (error) {
			this.#outOfSync.add(room);
			throw error;
		}
	}

	async #restore(): Promise<void> {
		await eachOf(this.#roomsToRenew(), roomsAtOnce, (room) => this.#replace(room));
		for (const watch of this.#watches.values()) notify(watch);
	}

	#open(room: string): Watch {
		const watchers = new Set<() => void>();
		const watch: Watch = { watchers, subscribed: Promise.resolve(), sweep: undefined };
		const { channel } = this.#keysOf(room);
		watch.subscribed = this.#options.link.subscribe(channel, () => notify(watch));
		this.#watches.set(room, watch);
		return watch;
	}

	#stop(room: string, watch: Watch): void {
		clearTimeout(watch.sweep);
		if (this.#watches.get(room) !== watch) return;
		this.#watches.delete(room);
		this.#options.link.unsubscribe(this.#keysOf(room).channel);
	}

	async #call(room: string, operation: string, args: readonly string[] = []): Promise<string[]> {
		const { link, instanceId, now } = this.#options;
		const { keys, channel } = this.#keysOf(room);
		const clock = now === undefined ? '' : String(now());
		const reply = await link.run(presence, keys, [channel, clock, operation, instanceId, ...args]);
		const [, next = ''] = reply;
		if (next !== '') this.#scheduleSweep(room, Number(next));
		return reply;
	}

	/** The next lease of another instance, or of a poller, expires in `ms`. `look` then removes it and notifies all. */
	#scheduleSweep(room: string, ms: number): void {
		const watch = this.#watches.get(room);
		if (watch === undefined) return;
		clearTimeout(watch.sweep);
		watch.sweep = setTimeout(() => {
			this.#call(room, 'look').catch(ignore);
		}, ms + 1).unref();
	}

	#keysOf(room: string) {
		return presenceKeys(this.#options.prefix, this.#database, room);
	}
}

/** Ignores a failed call: the next renewal, the next poll or the next connection to Redis corrects the data. */
const ignore = (): void => undefined;

function notify({ watchers }: Watch): void {
	for (const onChange of [...watchers]) onChange();
}
