import { afterAll, beforeAll, describe } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { redisHint, redisTool, TestRedis } from '../../support/redis.ts';
import { startServer, untilReady, type TestServer } from './server.ts';

/** The servers of a suite: two instances that share rooms. In memory both are one server. */
export interface Instances {
	/** Available while tests run, but not while they are defined. */
	readonly first: TestServer;
	readonly second: TestServer;
	/**
	 * Starts a server with other settings, which closes after the suite. It shares rooms with the others on Redis, but
	 * not in memory.
	 */
	start(env: Record<string, string>): Promise<TestServer>;
	/** Starts two servers with other settings that share rooms with each other. In memory both are one server. */
	startPair(env: Record<string, string>): Promise<[TestServer, TestServer]>;
}

/** Runs the tests of `suite` on each broker, with servers and rooms of their own. */
export function onEachBroker(suite: (instances: Instances) => void): void {
	describe('in memory', () => {
		suite(startInstances(() => ({}), 1));
	});

	describe.skipIf(redisTool === null)(`on Redis${redisHint}`, () => {
		suite(startOnRedis().instances);
	});
}

/** Starts two servers with one Redis for the group of tests that calls this. They close after it. */
export function startOnRedis(): { instances: Instances; redis: () => TestRedis } {
	let redis: TestRedis;
	beforeAll(async () => {
		redis = await TestRedis.started();
	});
	afterAll(() => redis.close());
	const environment = () => ({
		REDIS_URL: redis.url,
		REDIS_PREFIX: `suite-${randomId(8)}`,
		JWT_SECRET: 'a secret that is used in tests only'
	});
	return { instances: startInstances(environment, 2), redis: () => redis };
}

function startInstances(environment: () => Record<string, string>, count: 1 | 2): Instances {
	const running: TestServer[] = [];
	let shared: Record<string, string>;

	async function start(env: Record<string, string>): Promise<TestServer> {
		const server = await startServer({ ...shared, ...env });
		running.push(server);
		await untilReady([server]);
		return server;
	}

	function at(index: number): TestServer {
		const server = running[index];
		if (server === undefined) throw new Error('servers are available only while tests run');
		return server;
	}

	beforeAll(async () => {
		shared = environment();
		for (let n = 0; n < count; n++) await start({});
	});
	afterAll(() => Promise.all(running.map((server) => server.close())));

	return {
		start,
		async startPair(env) {
			const first = await start(env);
			return [first, count === 1 ? first : await start(env)];
		},
		get first() {
			return at(0);
		},
		get second() {
			return at(count - 1);
		}
	};
}
