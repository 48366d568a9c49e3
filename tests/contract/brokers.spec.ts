import { afterAll, beforeAll, describe } from 'vitest';
import { MemoryBroker } from '../../src/lib/server/realtime/broker/memory.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { RedisRig } from '../support/redis-rig.ts';
import { listeningSuite } from './broker-listening-suite.ts';
import { readingSuite } from './broker-reading-suite.ts';
import { publishingSuite, type BrokerHost, type RoomLimits } from './broker-suite.ts';

const suites = [publishingSuite, readingSuite, listeningSuite];

function startMemory(limits: RoomLimits): Promise<BrokerHost> {
	let now = 0;
	const broker = new MemoryBroker({ ...limits, log: { error: () => undefined }, now: () => now });
	return Promise.resolve({
		brokers: [broker, broker],
		advance(ms) {
			now += ms;
			broker.evictExpired();
			return Promise.resolve();
		},
		close: () => broker.close()
	});
}

for (const suite of suites) suite('the memory broker', startMemory);

describe.skipIf(redisTool === null)(`on Redis${redisHint}`, () => {
	let redis: TestRedis;
	beforeAll(async () => {
		redis = await TestRedis.started();
	});
	afterAll(() => redis.close());

	const startRedis = (limits: RoomLimits) => RedisRig.start(redis, limits);
	for (const suite of suites) suite('the Redis broker', startRedis);
});
