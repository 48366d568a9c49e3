import { afterAll, beforeAll, describe } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { redisHint, redisTool, TestRedis } from '../../support/redis.ts';
import { startServer, type TestServer } from './server.ts';
import { eventually } from './wait.ts';

/** What a suite runs on: two instances that share their rooms; in memory one stands in for both. */
export interface Stage {
	/** Only there while tests run, not while they are described. */
	readonly server: TestServer;
	readonly other: TestServer;
	/** A server with settings of its own, on the same broker; it ends with the suite. */
	start(env: Record<string, string>): Promise<TestServer>;
}

/** Runs the same tests on each broker. Redis is started once, and each suite's rooms are apart. */
export function onEachBroker(suite: (stage: Stage) => void): void {
	describe('in memory', () => {
		suite(stageOf(() => ({}), 1));
	});

	describe.skipIf(redisTool === null)(`on Redis${redisHint}`, () => {
		let redis: TestRedis;
		beforeAll(async () => {
			redis = await TestRedis.started();
		});
		afterAll(() => redis.close());
		const environment = () => ({
			REDIS_URL: redis.url,
			REDIS_PREFIX: `suite-${randomId(8)}`,
			JWT_SECRET: 'a secret of the tests, and of no one else'
		});
		suite(stageOf(environment, 2));
	});
}

function stageOf(environment: () => Record<string, string>, instances: 1 | 2): Stage {
	const running: TestServer[] = [];
	let shared: Record<string, string>;

	async function start(env: Record<string, string>): Promise<TestServer> {
		const server = await startServer({ ...shared, ...env });
		running.push(server);
		await eventually(async () => (await fetch(`${server.origin}/readyz`)).ok, 'readiness');
		return server;
	}

	function at(index: number): TestServer {
		const server = running[index];
		if (server === undefined) throw new Error('no server runs while tests are described');
		return server;
	}

	beforeAll(async () => {
		shared = environment();
		for (let n = 0; n < instances; n++) await start({});
	});
	afterAll(() => Promise.all(running.map((server) => server.close())));

	return {
		start,
		get server() {
			return at(0);
		},
		get other() {
			return at(instances - 1);
		}
	};
}
