import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { publish, request } from '../contract/lib/http.ts';
import type { Address } from '../contract/lib/server.ts';
import { SseTestClient } from '../contract/lib/sse-client.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { until } from '../contract/lib/wait.ts';
import { startSite, stopAll } from './site.ts';

describe.skipIf(redisTool === null)(`the site while Redis is unavailable${redisHint}`, () => {
	let redis: TestRedis;
	let address: Address;
	beforeAll(async () => {
		redis = await TestRedis.started();
		const env = { REDIS_URL: redis.url, JWT_SECRET: 'x'.repeat(32) };
		const site = await startSite({ env });
		address = { origin: site.url, port: site.port };
		await until(() => readinessIs(200), 'the site to be ready');
	});
	afterAll(async () => {
		await stopAll();
		await redis.close();
	});

	const readinessIs = async (status: number) =>
		(await fetch(`${address.origin}/readyz`)).status === status;

	test('serves pages, keeps readers, and rejects publishing with broker_unavailable [redis-away]', async () => {
		const room = `away-${randomId(20)}`;
		const reader = new SseTestClient(address, { room });
		await reader.ready();
		await redis.kill();
		await until(() => readinessIs(503), 'the site not to be ready');
		for (const path of [
			'/',
			'/sveltekit/server/websocket-sse/',
			'/examples/websocket/',
			'/healthz'
		]) {
			const page = await fetch(address.origin + path);
			expect([path, page.status]).toEqual([path, 200]);
			await page.text();
		}
		const rejected = await publish(address, room, 'x');
		expect([rejected.status, rejected.body?.['code']]).toEqual([503, 'broker_unavailable']);
		const unknown = await request(address, 'GET', '/api/nothing');
		expect(unknown.status).toBe(404);
		expect(reader.closed).toBeNull();
		reader.close();
	});
});
