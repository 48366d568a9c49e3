import type { Config } from '../config.ts';
import type { Broker } from './broker/broker.ts';
import { MemoryPresence } from './broker/memory-presence.ts';
import { MemoryBroker } from './broker/memory.ts';
import type { PresenceStore } from './broker/presence.ts';
import type { RedisLink } from './broker/redis/link.ts';
import { redisLimiter } from './broker/redis/limiter.ts';
import { RedisPresence } from './broker/redis-presence.ts';
import { RedisBroker } from './broker/redis.ts';
import { RateLimit, type Budget } from './guards/messages.ts';
import type { Log } from './operations/log.ts';
import { MemorySessionStore } from './session/memory-store.ts';
import { RedisSessionStore } from './session/redis-store.ts';
import type { SessionStore } from './session/store.ts';

/** Everything that instances share: rooms, presence, sessions, rate limits. */
export interface Stores {
	broker: Broker;
	presence: PresenceStore;
	/** Null: no limit. */
	messageLimit: RateLimit | null;
	controlLimit: RateLimit | null;
	sessions: SessionStore;
	/** The connection to Redis, for what else instances share; null: in memory. */
	link: RedisLink | null;
	/** False while Redis is unreachable, or rooms have not caught up. */
	isReady(): boolean;
}

/** Stores in memory for one process, or in Redis for all instances with the same URL and prefix. */
export function openStores(config: Config, log: Log): Stores {
	const { redisUrl: url, redisPrefix: prefix, instanceId, rateLimitMessages } = config;
	const roomLimits = { maxRooms: config.maxRooms, maxRoomsPerOpener: config.maxRoomsPerIp };
	if (url === null) {
		return {
			broker: new MemoryBroker({ ...roomLimits, log }),
			presence: new MemoryPresence(),
			sessions: new MemorySessionStore(),
			...limitsOf(
				(budget) => rateLimitMessages && new RateLimit(rateLimitMessages, undefined, budget)
			),
			link: null,
			isReady: () => true
		};
	}
	const broker = new RedisBroker({ url, prefix, ...roomLimits, instanceId, log });
	const { link } = broker;
	const presence = new RedisPresence({ link, prefix, url, instanceId });
	const sessions = new RedisSessionStore({ link, prefix, url });
	const shared = (name: string, points: number) =>
		redisLimiter(link, {
			keyPrefix: `${prefix}:limit:${name}`,
			points,
			duration: rateLimitMessages?.seconds ?? 0
		});
	const limits = limitsOf(
		(budget) => rateLimitMessages && new RateLimit(rateLimitMessages, shared, budget)
	);
	return { broker, presence, sessions, link, ...limits, isReady: () => broker.isReady };
}

/** The two rate limits, of the same size. */
function limitsOf(make: (budget: Budget) => RateLimit | null) {
	return { messageLimit: make('message'), controlLimit: make('control') };
}
