import { pino } from 'pino';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { SocketIoTestClient } from './lib/client.ts';
import { publish, signIn } from './lib/http.ts';
import { startServer, untilReady, type TestServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

/** Redis configured as on the page about scaling, and two instances with the user defined there. */
describe.skipIf(redisTool === null)(`Redis with ACL users${redisHint}`, () => {
	let redis: TestRedis;
	let servers: [TestServer, TestServer];
	let url: string;
	const warnings: string[] = [];
	const log = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
	beforeAll(async () => {
		redis = await TestRedis.started({ config: new URL('redis/redis.conf', import.meta.url) });
		url = redis.url.replace('//', '//wirelab:replace-this-password@');
		const env = { REDIS_URL: url, JWT_SECRET: 'x'.repeat(32), RATE_LIMIT_MESSAGES: '30/10' };
		servers = [await startServer(env, log), await startServer(env, log)];
	});
	afterAll(async () => {
		await Promise.all(servers.map((server) => server.close()));
		await redis.close();
	});

	it('R5: the server’s user has all permissions that the server needs', async () => {
		const [first, second] = servers;
		await untilReady(servers);
		const room = `users-${randomId(8)}`;
		const listener = new SocketIoTestClient(first);
		expect(await listener.ask('join-room', { room })).toMatchObject({ ok: true });
		expect((await publish(second, room, 'hello')).status).toBe(201);
		await until(async () => {
			const { cookie } = await signIn(second, '花子');
			const visitor = new SocketIoTestClient(second, { headers: { cookie } });
			await visitor.ask('join-room', { room });
			visitor.close();
			return listener.notices.some(({ event, user }) => event === 'user-left' && user === '花子');
		}, 'an announcement by the adapter');
		listener.close();
		// Code that recovers from an error of Redis logs it.
		expect(warnings).toEqual([]);
	});

	it.each([
		['a key with another prefix', ['SET', 'other:key', 'x']],
		['a channel with another prefix', ['PUBLISH', 'other:channel', 'x']],
		['a command that deletes all data', ['FLUSHALL']],
		['the configuration', ['CONFIG', 'GET', '*']]
	])('R5: the server’s user has no access to %s', async (_, command) => {
		const client = createClient({ url });
		client.on('error', () => undefined);
		await client.connect();
		await expect(client.sendCommand(command)).rejects.toThrow(/NOPERM/);
		client.destroy();
	});

	it('R5: an unauthenticated client has no permissions', async () => {
		await expect(redis.command('GET', 'wirelab:key')).rejects.toThrow(/NOAUTH|WRONGPASS/);
	});
});
