/*
 * Names of the keys and channels in Redis, except those of the rate limiters and of Socket.IO's adapter.
 *
 * The keys of one room contain its name in braces: Redis Cluster then keeps them in one slot, where one
 * script can use all of them. Neither a prefix nor a room may contain braces.
 */

/** The keys and the channel of one room. */
export interface RoomKeys {
	/** Hash: `origin`, `epoch`, `seq`, `tip`, `run` and, if the history is limited by size, `bytes` (scripts.ts). */
	meta: string;
	/** Stream of the held messages; the id of an entry is `<seq>-0`. */
	log: string;
	/** Pub/Sub channel of the room's messages. */
	channel: string;
	/** The answer to a `clientId`. */
	answer(clientId: string): string;
}

/**
 * @param database number in the URL's path: each database has its own keys, but Pub/Sub channels belong to
 *   the whole server, so their names contain it
 */
export function roomKeys(prefix: string, database: number, room: string): RoomKeys {
	const tag = `${prefix}:{${room}}`;
	return {
		meta: `${tag}:meta`,
		log: `${tag}:log`,
		channel: `${tag}:live:${database}`,
		answer: (clientId) => `${tag}:answer:${clientId}`
	};
}

/** The presence of a room: the five keys of presence-script.ts in their order, and the channel. */
export function presenceKeys(
	prefix: string,
	database: number,
	room: string
): { keys: readonly string[]; channel: string } {
	const tag = `${prefix}:{${room}}:presence`;
	const keys = ['instances', 'members', 'polls', 'people', 'since'].map((key) => `${tag}:${key}`);
	return { keys, channel: `${tag}:live:${database}` };
}

/**
 * Two sorted sets, by expiry, of the rooms that count towards MAX_ROOMS, and one set per address of the rooms that
 * it has opened (see registry.ts).
 */
export function registryKeys(prefix: string) {
	const tag = `${prefix}:{rooms}`;
	return {
		kept: `${tag}:kept`,
		looked: `${tag}:looked`,
		opened: (opener: string) => `${tag}:opened:${opener}`
	};
}

/** Ended sessions (a sorted set by expiry), the channel that announces them, and tickets. */
export function sessionKeys(prefix: string, database: number) {
	const tag = `${prefix}:{sessions}`;
	return {
		ended: `${tag}:ended`,
		channel: `${tag}:live:${database}`,
		ticket: (ticket: string) => `${prefix}:ticket:${ticket}`
	};
}

/** The database number in a Redis URL, 0 by default and for a Unix socket. */
export function databaseOf(url: string): number {
	const { protocol, pathname } = new URL(url);
	return protocol === 'unix:' ? 0 : Number(pathname.slice(1) || 0);
}
