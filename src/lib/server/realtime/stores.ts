import type { Config } from '../config.ts';
import type { Broker } from './broker/broker.ts';
import { MemoryPresence } from './broker/memory-presence.ts';
import { MemoryBroker } from './broker/memory.ts';
import type { PresenceStore } from './broker/presence.ts';
import { RedisPresence } from './broker/redis-presence.ts';
import { RedisBroker } from './broker/redis.ts';
import type { Log } from './log.ts';

/** Where rooms are kept, and who is in them. */
export interface Stores {
	broker: Broker;
	presence: PresenceStore;
	/** False while what is kept cannot be reached, or has not caught up. */
	isReady(): boolean;
}

/** Memory for one process; Redis, where it is configured, for all that share its URL and prefix. */
export function openStores(config: Config, log: Log): Stores {
	const { redisUrl: url, redisPrefix: prefix, maxRooms, instanceId } = config;
	if (url === null) {
		return {
			broker: new MemoryBroker({ maxRooms, log }),
			presence: new MemoryPresence(),
			isReady: () => true
		};
	}
	const broker = new RedisBroker({ url, prefix, maxRooms, instanceId, log });
	const presence = new RedisPresence({ link: broker.link, prefix, url, instanceId });
	return { broker, presence, isReady: () => broker.isReady };
}
