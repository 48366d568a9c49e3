import type { Config } from '../config.ts';
import type { Broker } from './broker/broker.ts';
import { MemoryPresence } from './broker/memory-presence.ts';
import { MemoryBroker } from './broker/memory.ts';
import type { PresenceStore } from './broker/presence.ts';
import type { RedisLink } from './broker/redis/link.ts';
import { redisLimiter } from './broker/redis/limiter.ts';
import { RedisPresence } from './broker/redis-presence.ts';
import { RedisBroker } from './broker/redis.ts';
import { RateLimit, type MakeLimiter } from './guards/messages.ts';
import type { Log } from './operations/log.ts';
import { MemorySessionStore } from './session/memory-store.ts';
import { RedisSessionStore } from './session/redis-store.ts';
import type { SessionStore } from './session/store.ts';

/** Everything that instances share: rooms, presence, sessions, rate limits. */
export interface Stores {
	broker: Broker;
	presence: PresenceStore;
	/** Null if RATE_LIMIT_MESSAGES turns limits off. */
	messageLimit: RateLimit | null;
	/** Null if RATE_LIMIT_MESSAGES turns limits off. */
	controlLimit: RateLimit | null;
	sessions: SessionStore;
	/** The connection to Redis, which Socket.IO's adapter uses too; null if everything is in memory. */
	link: RedisLink | null;
	/** False while Redis is unreachable, and after that until all rooms have caught up. */
	isReady(): boolean;
}

/** Opens stores in memory for one process, or in Redis for all instances with the same URL and prefix. */
export function openStores(config: Config, log: Log): Stores {
	const { redisUrl: url, redisPrefix: prefix } = config;
	return url === null ? memoryStores(config, log) : redisStores({ url, prefix }, config, log);
}

function memoryStores(config: Config, log: Log): Stores {
	return {
		broker: new MemoryBroker({ ...roomLimits(config), log }),
		presence: new MemoryPresence(),
		sessions: new MemorySessionStore(),
		...rateLimits(config.rateLimitMessages),
		link: null,
		isReady: () => true
	};
}

function redisStores(redis: { url: string; prefix: string }, config: Config, log: Log): Stores {
	const { instanceId, rateLimitMessages: setting } = config;
	const broker = new RedisBroker({ ...redis, ...roomLimits(config), instanceId, log });
	const { link } = broker;
	return {
		broker,
		presence: new RedisPresence({ ...redis, link, instanceId }),
		sessions: new RedisSessionStore({ ...redis, link }),
		...rateLimits(setting, (name, points) =>
			redisLimiter(link, {
				keyPrefix: `${redis.prefix}:limit:${name}`,
				points,
				duration: setting?.seconds ?? 0
			})
		),
		link,
		isReady: () => broker.isReady
	};
}

const roomLimits = ({ maxRooms, maxRoomsPerIp }: Config) => ({
	maxRooms,
	maxRoomsPerOpener: maxRoomsPerIp
});

/** Messages and control events have separate limits of the same size. */
function rateLimits(setting: Config['rateLimitMessages'], make?: MakeLimiter) {
	return {
		messageLimit: setting && new RateLimit(setting, make, 'message'),
		controlLimit: setting && new RateLimit(setting, make, 'control')
	};
}
