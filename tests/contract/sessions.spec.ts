import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { MemorySessionStore } from '../../src/lib/server/realtime/session/memory-store.ts';
import { RedisSessionStore } from '../../src/lib/server/realtime/session/redis-store.ts';
import { RedisRig } from '../support/redis-rig.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { onEachBroker } from './lib/brokers.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { request, signIn } from './lib/http.ts';
import { transports } from './lib/transports.ts';
import { session, sessionStoreSuite } from './session-store-suite.ts';

const waitOptions = { timeout: 15_000, interval: 10 };

sessionStoreSuite('sessions in memory', async () => {
	const store = new MemorySessionStore();
	return { stores: [store, store], close: () => Promise.resolve() };
});

describe.skipIf(redisTool === null)(`sessions on Redis${redisHint}`, () => {
	let redis: TestRedis;
	beforeAll(async () => {
		redis = await TestRedis.started();
	});
	afterAll(() => redis.close());

	const open = ({ brokers, prefix }: RedisRig, index: 0 | 1) =>
		new RedisSessionStore({ link: brokers[index].link, prefix, url: redis.url });

	async function start() {
		const rig = new RedisRig(redis, { prefix: `sessions-${randomId(8)}` });
		const stores = [open(rig, 0), open(rig, 1)] as const;
		await rig.ready();
		return { stores, rig, close: () => rig.close() };
	}

	sessionStoreSuite('the store', start);

	test('an instance that starts later knows which sessions have ended', async () => {
		const first = await start();
		const gone = session();
		await first.stores[0].end(gone);
		const rig = new RedisRig(redis, { prefix: first.rig.prefix });
		const late = open(rig, 0);
		await rig.ready();
		expect(late.hasEnded(gone.sessionId)).toBe(true);
		await rig.close();
		await first.close();
	});

	test('a session ended while Redis is unavailable has ended on this instance at once, and on all after Redis recovers', async () => {
		const {
			stores: [a, b],
			rig,
			close
		} = await start();
		const notified: string[] = [];
		b.onEnded((ids) => notified.push(...ids));
		await redis.kill();
		await vi.waitFor(
			() => expect(rig.brokers.some(({ isReady }) => isReady)).toBe(false),
			waitOptions
		);
		const gone = session();
		const away = { problem: { code: 'broker_unavailable' } };
		await expect(a.end(gone)).rejects.toMatchObject(away);
		expect([a, b].map((store) => store.hasEnded(gone.sessionId))).toEqual([true, false]);
		await expect(a.keepTicket('t', gone, 1000)).rejects.toMatchObject(away);
		await expect(a.takeTicket('t')).rejects.toMatchObject(away);
		await redis.start();
		await vi.waitFor(() => expect(notified).toEqual([gone.sessionId]), waitOptions);
		await rig.ready();
		await close();
	});

	test('an ended session is stored in Redis until its token expires', async () => {
		const { stores, rig, close } = await start();
		await stores[0].end(session(20));
		await vi.waitFor(async () => {
			// Expired ones are removed whenever another one is stored.
			await stores[0].end(session(60_000));
			const key = `${rig.prefix}:{sessions}:ended`;
			const kept = await redis.command('ZCARD', key);
			const expired = await redis.command('ZCOUNT', key, '-inf', String(Date.now()));
			expect([Number(kept) > 0, expired]).toEqual([true, 0]);
		}, waitOptions);
		await close();
	});
});

onEachBroker((instances) => {
	describe.each(transports)('a session, with a connection over $name', ({ connect, isStream }) => {
		test('A3: ends everywhere: its token is rejected, its connections close with 4401 [settings-redis, session-end, close-4401, closing]', async () => {
			const room = `ended-${randomId(8)}`;
			const { cookie, token } = await signIn(instances.first, 'Ada');
			// A bearer, because with an invalid cookie the next poll would be a guest’s.
			const headers = { authorization: `Bearer ${token}` };
			const client = connect(instances.second, { room, headers });
			const { cookie: otherCookie } = await signIn(instances.first, 'Bob');
			const other = connect(instances.second, { room, headers: { cookie: otherCookie } });
			await Promise.all([client.ready(), other.ready()]);
			const ended = await request(instances.first, 'DELETE', '/api/session', undefined, { cookie });
			expect(ended.status).toBe(204);
			expect(await client.ended()).toMatchObject({ code: 4401 });
			expect(client.of('closing')).toEqual(
				isStream ? [{ type: 'closing', code: 4401, reason: 'unauthorised' }] : []
			);
			expect(other.closed).toBeNull();
			const reuse = await request(instances.second, 'POST', '/api/tickets', undefined, headers);
			expect(reuse.status).toBe(401);
			other.close();
		});
	});

	test('A4: a ticket of one instance works once on another [ticket]', async () => {
		const room = `ticket-${randomId(8)}`;
		const { cookie } = await signIn(instances.first, 'Ada');
		const issued = await request(instances.first, 'POST', '/api/tickets', undefined, { cookie });
		const ticket = issued.body?.['ticket'];
		const client = WebSocketTestClient.connect(instances.second, { room });
		await client.ready();
		client.send({ type: 'auth', ticket });
		expect(await client.next('welcome', 2)).toMatchObject({ user: 'Ada' });
		const again = WebSocketTestClient.connect(instances.first, { room });
		await again.ready();
		again.send({ type: 'auth', ticket });
		expect(await again.ended()).toMatchObject({ code: 4401 });
		client.close();
	});
});
