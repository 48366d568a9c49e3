import { vi } from 'vitest';
import { RedisBroker } from '../../src/lib/server/realtime/broker/redis.ts';
import type { TestRedis } from './redis.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface RigOptions {
	maxRooms?: number;
	maxRoomsPerOpener?: number;
	/** With the prefix of another rig, both rigs share rooms. */
	prefix?: string;
	/** The address of Redis for each broker, for example that of a proxy. */
	urls?: readonly [string, string];
}

let rigCount = 0;

/** Two brokers, as in two processes, on one Redis. Each rig has its own rooms. */
export class RedisRig {
	readonly brokers: readonly [RedisBroker, RedisBroker];
	readonly prefix: string;
	readonly #redis: TestRedis;
	#advancedMs = 0;

	constructor(
		redis: TestRedis,
		{
			maxRooms = 100,
			maxRoomsPerOpener = 0,
			urls = [redis.url, redis.url],
			prefix = `test${++rigCount}`
		}: RigOptions = {}
	) {
		this.#redis = redis;
		this.prefix = prefix;
		const open = (url: string, instanceId: string) =>
			new RedisBroker({
				url,
				instanceId,
				prefix,
				maxRooms,
				maxRoomsPerOpener,
				log: silent,
				now: () => Date.now() + this.#advancedMs
			});
		this.brokers = [open(urls[0], 'a'), open(urls[1], 'b')];
	}

	static async start(redis: TestRedis, options?: RigOptions): Promise<RedisRig> {
		const rig = new RedisRig(redis, options);
		await rig.ready();
		return rig;
	}

	/** Resolves when both brokers are ready. */
	async ready(): Promise<void> {
		await vi.waitFor(
			() => {
				if (!this.brokers.every(({ isReady }) => isReady)) throw new Error('not ready');
			},
			{ timeout: 10_000, interval: 10 }
		);
	}

	/**
	 * Advances the clock of the brokers and shortens the TTL of Redis's keys, in steps of at most a minute. After each step
	 * the brokers keep alive what they use, as their timers would.
	 */
	async advance(ms: number): Promise<void> {
		for (let left = ms; left > 0; left -= 60_000) {
			const step = Math.min(left, 60_000);
			this.#advancedMs += step;
			await this.#redis.command('EVAL', shortenTtls, '0', `${this.prefix}:*`, String(step));
			for (const broker of this.brokers) await broker.keepAlive();
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.brokers.map((broker) => broker.close()));
	}
}

const shortenTtls = `
for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
	local left = redis.call('PTTL', key)
	if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[2]) end
end
`;
