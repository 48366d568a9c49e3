import { afterAll, beforeAll, describe } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { redisHint, redisTool, TestRedis } from '../../support/redis.ts';
import { startServer, type TestServer } from './server.ts';
import { eventually } from './wait.ts';

/** The servers of a suite: two instances that share rooms. In memory both are one server. */
export interface Stage {
	/** Available while tests run, but not while they are defined. */
	readonly server: TestServer;
	readonly other: TestServer;
	/** Starts a server with other settings on the same broker. It closes after the suite. */
	start(env: Record<string, string>): Promise<TestServer>;
}

/** Runs the same tests on each broker. Redis is started once, and each suite has its own rooms. */
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
			JWT_SECRET: 'a secret that is used in tests only'
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
		if (server === undefined) throw new Error('servers are available only while tests run');
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
