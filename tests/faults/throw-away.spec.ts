import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { randomId } from '../../src/lib/protocol/room.ts';
import { publish, request, signIn } from '../contract/lib/http.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { SseTestClient } from '../contract/lib/sse-client.ts';
import { until } from '../contract/lib/wait.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { runDuring } from './run-during.ts';
import { instanceProgram, ThrowAway } from './throw-away.ts';

const addressOf = (last: number) => ({ 'x-forwarded-for': `192.0.2.${last}` });

async function serverWith(env: Record<string, string>): Promise<TestServer> {
	const settings = { ADDRESS_HEADER: 'x-forwarded-for', FAULT_INSTANCES: '2', ...env };
	return startServer(settings, undefined, (realtime) => realtime.offerInstances(instanceProgram));
}

describe('without Redis', () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await serverWith({ REDIS_SERVER_PATH: '/nonexistent' });
	});
	afterAll(() => server.close());

	test('a restart starts a new epoch, and every reader gets a reset', async () => {
		const instance = await ThrowAway.create(server, addressOf(1));
		expect(await instance.status()).toMatchObject({ state: 'ready', hasRedis: false });
		const { reading, from, last } = await runDuring(instance, 'restart');
		expect(last.epoch).not.toBe(from.epoch);
		for (const { listener, name } of reading) {
			expect(listener.resets, name).toEqual([{ epoch: last.epoch, seq: 0 }]);
			expect([...listener.texts].sort(), name).toEqual(['m2', 'm3', 'm4', 'm5']);
		}
		expect((await instance.act('stop-redis')).status).toBe(404);
		await instance.end();
	});

	test('a restart breaks the reader’s WebSocket without a close frame', async () => {
		const instance = await ThrowAway.create(server, addressOf(2));
		const room = `own-${randomId(20)}`;
		const socket = new WebSocket(`${instance.origin.replace('http', 'ws')}/ws?room=${room}`);
		const closed = new Promise((resolve) => socket.once('close', resolve));
		await new Promise((resolve) => socket.once('message', resolve));
		await instance.act('restart');
		expect(await closed).toBe(1006);
		await instance.end();
	});

	test('readers can use only their own instances: rooms are separate, and unknown ids are not found', async () => {
		const one = await ThrowAway.create(server, addressOf(3));
		const two = await ThrowAway.create(server, addressOf(4));
		const room = `own-${randomId(20)}`;
		await publish(one.address, room, 'of one');
		const { body } = await publish(two.address, room, 'of two');
		expect(body).toMatchObject({ seq: 1 });
		for (const id of [randomId(24), one.id.slice(1), `${one.id}x`, one.id.toUpperCase(), '..']) {
			for (const [method, path] of [
				['GET', ''],
				['DELETE', ''],
				['POST', '/restart'],
				['GET', '/proxy/healthz'],
				['GET', `/proxy/api/rooms/${room}/poll`]
			] as const) {
				const answer = await request(server, method, `/api/instances/${id}${path}`);
				expect([method, path, answer.status, answer.body]).toMatchObject([
					method,
					path,
					404,
					{ code: 'not_found' }
				]);
			}
		}
		expect((await one.end()).status).toBe(204);
		expect((await one.end()).status).toBe(404);
		expect((await two.status())?.state).toBe('ready');
		await two.end();
	});

	test('only rooms, connections and health are forwarded, and sessions are valid', async () => {
		const instance = await ThrowAway.create(server, addressOf(5));
		const { address } = instance;
		expect((await request(server, 'GET', `${instance.path}/proxy/metrics`)).status).toBe(404);
		expect((await request(server, 'GET', `${instance.path}/proxy/api/instances`)).status).toBe(404);
		const { cookie } = await signIn(server, 'Ada');
		const room = `own-${randomId(20)}`;
		const stream = new SseTestClient(address, { room, headers: { cookie } });
		await stream.ready();
		expect(stream.of('welcome')[0]).toMatchObject({ user: 'Ada' });
		stream.close();
		const name = randomId(24);
		const named = new SseTestClient(address, { room, connection: name });
		await named.ready();
		expect((await request(address, 'GET', `/api/connections/${name}`)).body).toMatchObject({
			fault: 'none',
			closedForMs: null
		});
		await request(address, 'POST', `/api/connections/${name}`, { fault: 'cut' });
		await vi.waitFor(() => expect(named.closed ?? named.response?.bodyUsed).toBeTruthy());
		expect((await request(address, 'GET', `/api/connections/${name}`)).body).toMatchObject({
			fault: 'cut'
		});
		await instance.end();
	});

	test('requests from other sites, with other methods, with large bodies or beyond the limit are rejected', async () => {
		const otherSite = { origin: 'https://example.org', ...addressOf(6) };
		const create = (body?: string, headers = {}) =>
			request(server, 'POST', '/api/instances', body, headers);
		expect((await create(undefined, otherSite)).body).toMatchObject({ code: 'forbidden_origin' });
		expect((await create('x'.repeat(2000), addressOf(6))).body).toMatchObject({
			code: 'too_large'
		});
		expect((await request(server, 'PUT', '/api/instances')).status).toBe(405);
		expect((await request(server, 'GET', '/api/instances')).body).toEqual({
			isOffered: true,
			hasRedis: false
		});
		const codes = new Set<unknown>();
		for (let n = 0; n < 60; n++) {
			const path = `/api/instances/${randomId(24)}`;
			codes.add((await request(server, 'GET', path, undefined, addressOf(7))).body?.['code']);
		}
		expect(codes).toEqual(new Set(['not_found', 'rate_limited']));
	});

	test('a draining server rejects new instances, and sends closing to the readers of open ones', async () => {
		const draining = await serverWith({ REDIS_SERVER_PATH: '/nonexistent' });
		const instance = await ThrowAway.create(draining, addressOf(1));
		const stream = new SseTestClient(instance.address, { room: `own-${randomId(20)}` });
		await stream.ready();
		const drained = draining.realtime.drain();
		expect(await stream.next('closing')).toMatchObject({ code: 1012 });
		const { body } = await request(draining, 'POST', '/api/instances');
		expect(body).toMatchObject({ code: 'draining' });
		await drained;
		await draining.close();
	});

	test('an operator can turn throw-away servers off', async () => {
		const off = await serverWith({ FAULT_INSTANCES: '0' });
		expect((await request(off, 'GET', '/api/instances')).body).toMatchObject({ isOffered: false });
		expect((await request(off, 'POST', '/api/instances')).body).toMatchObject({
			code: 'not_found'
		});
		await off.close();
	});
});

describe.skipIf(redisTool === null)(`with Redis${redisHint}`, () => {
	let server: TestServer;
	beforeAll(async () => {
		server = await serverWith({ REDIS_SERVER_PATH: redisTool?.path ?? '' });
	});
	afterAll(() => server.close());

	test('a restart loses nothing', async () => {
		const instance = await ThrowAway.create(server, addressOf(1));
		const { reading } = await runDuring(instance, 'restart');
		for (const { listener, name } of reading) {
			expect(listener.faults, name).toEqual([]);
			expect(listener.gaps, name).toEqual([]);
			expect([...listener.texts].sort(), name).toEqual(['m2', 'm3', 'm4', 'm5']);
		}
		await instance.end();
	});

	test('while Redis is down, publishing gets 503 and readers stay connected; nothing is lost', async () => {
		const instance = await ThrowAway.create(server, addressOf(2));
		const { reading } = await runDuring(instance, 'stop-redis', 'start-redis');
		for (const { listener, name, connections } of reading) {
			listener.expectComplete();
			expect([...listener.texts].sort(), name).toEqual(['m2', 'm3', 'm4', 'm5']);
			// A poll that arrives meanwhile is rejected, and the next one counts as another connection.
			if (name !== 'long-polling') expect([name, connections]).toEqual([name, 1]);
		}
		await instance.act('stop-redis');
		const room = `own-${randomId(20)}`;
		const { address } = instance;
		await until(async () => {
			const { status, body } = await publish(address, room, 'x');
			return status === 503 && body?.['code'] === 'broker_unavailable';
		}, 'the rejection');
		await instance.end();
	});
});
