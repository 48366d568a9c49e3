import { afterAll, beforeAll, describe } from 'vitest';
import { MemoryBroker } from '../../src/lib/server/realtime/broker/memory.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { RedisRig } from '../support/redis-rig.ts';
import { listeningSuite } from './broker-listening-suite.ts';
import { brokerSuite, type BrokerHost } from './broker-suite.ts';

async function startMemory({ maxRooms }: { maxRooms: number }): Promise<BrokerHost> {
	let now = 0;
	const broker = new MemoryBroker({ maxRooms, now: () => now });
	return Promise.resolve({
		brokers: [broker, broker],
		pass(ms) {
			now += ms;
			broker.sweep();
			return Promise.resolve();
		},
		close: () => broker.close()
	});
}

brokerSuite('the memory broker', startMemory);
listeningSuite('the memory broker, listening', startMemory);

describe.skipIf(redisTool === null)(`on Redis${redisHint}`, () => {
	let redis: TestRedis;
	beforeAll(async () => {
		redis = await TestRedis.started();
	});
	afterAll(() => redis.close());

	const startRedis = ({ maxRooms }: { maxRooms: number }) => RedisRig.start(redis, { maxRooms });
	brokerSuite('the Redis broker', startRedis);
	listeningSuite('the Redis broker, listening', startRedis);
});
