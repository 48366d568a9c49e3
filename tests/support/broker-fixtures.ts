import { afterEach, expect, vi } from 'vitest';
import { parseCursor } from '../../src/lib/protocol/cursor.ts';
import type { RedisBroker } from '../../src/lib/server/realtime/broker/redis.ts';
import { RecordingListener } from './recording-listener.ts';
import { RedisRig, type RigOptions } from './redis-rig.ts';
import { TestRedis, type RedisOptions } from './redis.ts';
import { TcpProxy } from './tcp-proxy.ts';

/** For `vi.waitFor`: long enough for a busy machine. */
export const waitOptions = { timeout: 10_000, interval: 20 };

/** Two brokers on one Redis, with a listener on each. */
export interface BrokerPair {
	rig: RedisRig;
	a: RedisBroker;
	b: RedisBroker;
	listeners: readonly [RecordingListener, RecordingListener];
}

/** Returns functions that start Redis and brokers for a test. What they start is closed after the test. */
export function brokerFixtures(room: string) {
	const closing: (() => Promise<void>)[] = [];
	afterEach(async () => {
		for (const close of closing.splice(0).reverse()) await close();
	});

	/** Creates a Redis, and starts it unless `isUp` is false. */
	async function redis({ isUp = true, ...options }: RedisOptions & { isUp?: boolean } = {}) {
		const redis = await TestRedis.create(options);
		closing.push(() => redis.close());
		if (isUp) await redis.start();
		return redis;
	}

	/** Two brokers that may still be connecting to Redis. */
	function rig(redis: TestRedis, options?: RigOptions): RedisRig {
		const rig = new RedisRig(redis, options);
		closing.push(() => rig.close());
		return rig;
	}

	/** Two connected brokers, with a listener on each. */
	async function pair(redis: TestRedis, options?: RigOptions): Promise<BrokerPair> {
		const both = rig(redis, options);
		await both.ready();
		const [a, b] = both.brokers;
		const listeners = [
			await RecordingListener.in(room, a),
			await RecordingListener.in(room, b)
		] as const;
		return { rig: both, a, b, listeners };
	}

	/** As `pair`, but `b` connects to Redis through a proxy. */
	async function pairWithProxy(redis: TestRedis): Promise<BrokerPair & { proxy: TcpProxy }> {
		const proxy = await TcpProxy.to(redis.port);
		closing.push(() => proxy.close());
		const urls = [redis.url, `redis://127.0.0.1:${proxy.port}`] as const;
		return { proxy, ...(await pair(redis, { urls })) };
	}

	return { redis, rig, pair, pairWithProxy };
}

/** Resolves when the message `id` is the last one that each of the listeners has received. */
export async function allAt(
	listeners: readonly RecordingListener[],
	id: string | undefined
): Promise<void> {
	const cursor = parseCursor(id);
	await vi.waitFor(() => {
		for (const { at } of listeners) expect(at).toEqual(cursor);
	}, waitOptions);
}
