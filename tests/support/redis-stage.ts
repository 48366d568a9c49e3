import { afterEach, expect, vi } from 'vitest';
import { parseCursor } from '../../src/lib/protocol/cursor.ts';
import type { RedisBroker } from '../../src/lib/server/realtime/broker/redis.ts';
import { Ear } from './listening.ts';
import { RedisRig, type RigOptions } from './redis-rig.ts';
import { TestRedis, type RedisOptions } from './redis.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** How long a condition is waited for on a busy machine. */
export const patience = { timeout: 10_000, interval: 20 };

/** Two brokers on one Redis, and a listener on each. */
export interface Scene {
	rig: RedisRig;
	a: RedisBroker;
	b: RedisBroker;
	ears: readonly [Ear, Ear];
}

/** Starts what a test needs; all of it ends after the test. */
export function redisStage(room: string) {
	const closing: (() => Promise<void>)[] = [];
	afterEach(async () => {
		for (const close of closing.splice(0).reverse()) await close();
	});

	/** Made, and running unless told otherwise. */
	async function redis({ isUp = true, ...options }: RedisOptions & { isUp?: boolean } = {}) {
		const redis = await TestRedis.create(options);
		closing.push(() => redis.close());
		if (isUp) await redis.start();
		return redis;
	}

	/** Two brokers; not waited for. */
	function rig(redis: TestRedis, options?: RigOptions): RedisRig {
		const rig = new RedisRig(redis, options);
		closing.push(() => rig.close());
		return rig;
	}

	async function scene(redis: TestRedis, options?: RigOptions): Promise<Scene> {
		const pair = rig(redis, options);
		await pair.ready();
		const [a, b] = pair.brokers;
		return { rig: pair, a, b, ears: [await Ear.in(room, a), await Ear.in(room, b)] };
	}

	/** As `scene`; `b` reaches Redis over a cable of its own. */
	async function cabled(redis: TestRedis): Promise<Scene & { cable: TcpProxy }> {
		const cable = await TcpProxy.to(redis.port);
		closing.push(() => cable.close());
		const urls = [redis.url, `redis://127.0.0.1:${cable.port}`] as const;
		return { cable, ...(await scene(redis, { urls })) };
	}

	return { redis, rig, scene, cabled };
}

/** Resolves when all stand behind the message `id`. */
export async function allAt(ears: readonly Ear[], id: string | undefined): Promise<void> {
	const place = parseCursor(id);
	await vi.waitFor(() => expect(ears.map(({ at }) => at)).toEqual(ears.map(() => place)), patience);
}
