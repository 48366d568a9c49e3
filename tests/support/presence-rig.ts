import {
	RedisPresence,
	renewalIntervalMs
} from '../../src/lib/server/realtime/broker/redis-presence.ts';
import { RedisRig, type RigOptions } from './redis-rig.ts';
import type { TestRedis } from './redis.ts';

/** The presence stores of two processes on one Redis, with a clock that tests can advance. */
export class PresenceRig {
	readonly stores: readonly [RedisPresence, RedisPresence];
	readonly rig: RedisRig;
	#advancedMs = 0;

	private constructor(redis: TestRedis, rig: RedisRig) {
		this.rig = rig;
		const open = (index: 0 | 1) =>
			new RedisPresence({
				link: rig.brokers[index].link,
				prefix: rig.prefix,
				url: redis.url,
				instanceId: `i${index}`,
				now: () => Date.now() + this.#advancedMs
			});
		this.stores = [open(0), open(1)];
	}

	static async start(redis: TestRedis, options?: RigOptions): Promise<PresenceRig> {
		return new PresenceRig(redis, await RedisRig.start(redis, options));
	}

	/** Advances the clock; the stores in `alive` renew their leases as their timers would. */
	async advance(ms: number, alive: readonly RedisPresence[] = this.stores): Promise<void> {
		for (let left = ms; left > 0; left -= renewalIntervalMs) {
			this.#advancedMs += Math.min(left, renewalIntervalMs);
			for (const store of alive) await store.renew();
		}
	}

	async close(): Promise<void> {
		for (const store of this.stores) store.close();
		await this.rig.close();
	}
}
