import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { MemoryPresence } from '../../src/lib/server/realtime/broker/memory-presence.ts';
import { PresenceRig } from '../support/presence-rig.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { presenceSuite, type PresenceHost } from './presence-suite.ts';

const room = 'lobby';
/** The timeout is shorter than the interval of renewals: a renewal would hide a missed update. */
const waitOptions = { timeout: 5000, interval: 20 };

presenceSuite('presence in memory', (): Promise<PresenceHost> => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const store = new MemoryPresence();
	return Promise.resolve({
		stores: [store, store],
		advance(ms) {
			vi.advanceTimersByTime(ms);
			return Promise.resolve();
		},
		close() {
			store.close();
			vi.useRealTimers();
			return Promise.resolve();
		}
	});
});

describe.skipIf(redisTool === null)(`presence on Redis${redisHint}`, () => {
	let redis: TestRedis;
	let host: PresenceRig | null = null;
	beforeAll(async () => {
		redis = await TestRedis.started();
	});
	afterEach(async () => {
		await host?.close();
		host = null;
	});
	afterAll(() => redis.close());

	const begin = async () => {
		host = await PresenceRig.start(redis);
		const [a, b] = host.stores;
		return { host, a, b };
	};

	presenceSuite('two processes', () => PresenceRig.start(redis));

	test('users of a killed instance disappear within thirty seconds, and the others are notified [presence-killed]', async () => {
		const { host, a, b } = await begin();
		a.enter(room, 's1', 'ada');
		a.enter(room, 's2', 'grace');
		b.enter(room, 's2', 'grace');
		await vi.waitFor(async () => expect((await b.list(room)).count).toBe(2));
		const onChange = vi.fn();
		await b.watch(room, onChange);
		await host.advance(28_000, [b]);
		expect(await b.list(room)).toEqual({ count: 1, users: ['grace'] });
		await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
	});

	test('the users of an instance whose leases expired are listed again after its next renewal', async () => {
		const { host, a, b } = await begin();
		a.enter(room, 's1', 'ada');
		a.enter(room, 's2', 'grace');
		b.enter(room, 's3', 'eve');
		await vi.waitFor(async () => expect((await b.list(room)).count).toBe(3));
		await host.advance(40_000, [b]);
		expect((await b.list(room)).count).toBe(1);
		await a.renew();
		expect((await b.list(room)).users.toSorted()).toEqual(['ada', 'eve', 'grace']);
	});

	test('presence is correct again after a flush, and after changes during an outage of Redis', async () => {
		const { host, a, b } = await begin();
		a.enter(room, 's1', 'ada');
		b.enter(room, 's2', 'grace');
		await vi.waitFor(async () => expect((await b.list(room)).count).toBe(2));
		await redis.command('FLUSHALL');
		await host.advance(1000);
		expect((await a.list(room)).count).toBe(2);

		const onChange = vi.fn();
		await a.watch(room, onChange);
		await redis.kill();
		await vi.waitFor(() =>
			expect(host.rig.brokers.map(({ isReady }) => isReady)).toEqual([false, false])
		);
		a.enter(room, 's3', 'eve');
		b.leave(room, 's2');
		await expect(a.list(room)).rejects.toMatchObject({ problem: { code: 'broker_unavailable' } });
		await redis.start();
		await host.rig.ready();
		await vi.waitFor(
			async () => expect((await b.list(room)).users.toSorted()).toEqual(['ada', 'eve']),
			waitOptions
		);
		expect(onChange).toHaveBeenCalled();
	});

	test.each([['is back'], ['is still unavailable']])(
		'the last user of an instance is gone after leaving during an outage, even if another joins when Redis %s',
		async (when) => {
			const { host, a, b } = await begin();
			a.enter(room, 's1', 'ada');
			b.enter(room, 's2', 'grace');
			await vi.waitFor(async () => expect((await b.list(room)).count).toBe(2));
			redis.pause();
			try {
				await vi.waitFor(() =>
					expect(host.rig.brokers.map(({ isReady }) => isReady)).toEqual([false, false])
				);
				a.leave(room, 's1');
				if (when === 'is still unavailable') a.enter(room, 's3', 'eve');
			} finally {
				redis.resume();
			}
			await host.rig.ready();
			if (when === 'is back') a.enter(room, 's3', 'eve');
			await vi.waitFor(
				async () => expect((await b.list(room)).users.toSorted()).toEqual(['eve', 'grace']),
				waitOptions
			);
			await host.advance(40_000);
			expect((await b.list(room)).users.toSorted()).toEqual(['eve', 'grace']);
		}
	);

	test('a room that its last user left during an outage is empty when Redis is back', async () => {
		const { host, a, b } = await begin();
		a.enter(room, 's1', 'ada');
		await vi.waitFor(async () => expect((await b.list(room)).count).toBe(1));
		redis.pause();
		try {
			await vi.waitFor(() => expect(host.rig.brokers[0].isReady).toBe(false));
			a.leave(room, 's1');
		} finally {
			redis.resume();
		}
		await host.rig.ready();
		await vi.waitFor(async () => expect((await b.list(room)).count).toBe(0), waitOptions);
	});

	test('an instance cannot remove users of another one', async () => {
		const { a, b } = await begin();
		a.enter(room, 's1', 'ada');
		b.enter(room, 's2', 'grace');
		b.leave(room, 's1');
		b.leave(room, 's2');
		await vi.waitFor(async () => expect(await b.list(room)).toEqual({ count: 1, users: ['ada'] }));
	});

	test('a room without watchers has no subscription', async () => {
		const { host, a } = await begin();
		const channels = () => redis.command('PUBSUB', 'CHANNELS', `${host.rig.prefix}:*`);
		const stops = [await a.watch(room, vi.fn()), await a.watch(room, vi.fn())];
		stops[0]?.();
		expect(await channels()).toHaveLength(1);
		stops[1]?.();
		await vi.waitFor(async () => expect(await channels()).toEqual([]));
	});

	test('Redis has no keys of a room after all users have left', async () => {
		const { host, a, b } = await begin();
		a.enter(room, 's1', 'ada');
		b.poll(room, 's2', 'grace', 1000);
		await vi.waitFor(async () => expect((await a.list(room)).count).toBe(2));
		a.leave(room, 's1');
		await host.advance(20_500);
		await vi.waitFor(async () => expect((await a.list(room)).count).toBe(0));
		expect(await redis.command('KEYS', `${host.rig.prefix}:{${room}}:presence:*`)).toEqual([]);
	});
});
