import { describe, expect, test, vi } from 'vitest';
import { RecordingListener } from '../support/recording-listener.ts';
import type { RedisRig } from '../support/redis-rig.ts';
import { allAt, brokerFixtures, waitOptions } from '../support/broker-fixtures.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { draft, room, publish } from './broker-suite.ts';

const unavailable = { problem: { code: 'broker_unavailable', retryAfterMs: 1000 } };
/** The contract's limit for noticing that Redis is unavailable. */
const readinessMs = 2000;
/** The longest time that a rejection may take once the process is not ready, and no longer waits for Redis. */
const immediateMs = 500;

const becomesNotReady = (rig: RedisRig) =>
	vi.waitFor(() => expect(rig.brokers.map(({ isReady }) => isReady)).toEqual([false, false]), {
		timeout: readinessMs,
		interval: 10
	});

describe.skipIf(redisTool === null)(`Redis is unavailable for a while${redisHint}`, () => {
	const fixtures = brokerFixtures(room);

	test('R7: a process starts without Redis, is not ready, and recovers when Redis starts', async () => {
		const redis = await fixtures.redis({ isUp: false });
		const rig = fixtures.rig(redis);
		const [a, b] = rig.brokers;
		expect(a.isReady).toBe(false);
		await expect(a.publish(draft('early'))).rejects.toMatchObject(unavailable);
		await expect(RecordingListener.in(room, b)).rejects.toMatchObject(unavailable);
		await expect(b.read(room, null, 1)).rejects.toMatchObject(unavailable);
		await redis.start();
		await rig.ready();
		expect((await a.publish(draft('now'))).seq).toBe(1);
	});

	test('commands wait for the first connection to Redis', async () => {
		const redis = await fixtures.redis();
		const [a, b] = fixtures.rig(redis).brokers;
		const [published, listener] = await Promise.all([
			a.publish(draft('early')),
			RecordingListener.in('elsewhere', b)
		]);
		expect([published.seq, listener.at.seq]).toEqual([1, 0]);
	});

	test('R2: after a crash of Redis with persistence no acknowledged message is lost or delivered twice [durability]', async () => {
		const redis = await fixtures.redis({ appendOnly: true });
		const { rig, a, b, listeners } = await fixtures.pair(redis);
		await publish(a, 5);
		await redis.kill();
		await becomesNotReady(rig);
		await expect(a.publish(draft('lost'))).rejects.toMatchObject(unavailable);
		await redis.start();
		await rig.ready();
		const [last] = await publish(b, 1);
		await allAt(listeners, last?.id);
		for (const listener of listeners) listener.expectComplete();
		expect(last?.seq).toBe(6);
	});

	test('R1: messages published while a connection to Redis is stalled reach all listeners, and a repeated publish is delivered once', async () => {
		const redis = await fixtures.redis();
		const { a, b, proxy, listeners } = await fixtures.pairWithProxy(redis);
		await publish(a, 2);
		await allAt(listeners, (await a.publish(draft('both'))).id);
		proxy.stall();
		const [missed] = await publish(a, 1);
		const doubtful = b.publish(draft('doubtful', { clientId: 'c' }));
		await expect(doubtful).rejects.toMatchObject(unavailable);
		expect(b.isReady).toBe(false);
		proxy.unstall();
		await vi.waitFor(() => expect(b.isReady).toBe(true), waitOptions);
		const again = await b.publish(draft('doubtful', { clientId: 'c' }));
		await allAt(listeners, again.id);
		expect(listeners[0].messages).toEqual(listeners[1].messages);
		expect(listeners[1].texts.filter((text) => text === 'doubtful')).toHaveLength(1);
		expect(listeners[1].messages).toContainEqual(missed);
		for (const listener of listeners) listener.expectComplete();
	});

	test('within two seconds after Redis is paused, processes are not ready and reject commands at once; nothing is lost [redis-away]', async () => {
		const redis = await fixtures.redis();
		const { rig, a, b, listeners } = await fixtures.pair(redis);
		await publish(a, 3);
		redis.pause();
		const pausedAt = performance.now();
		const hanging = a.publish(draft('hanging'));
		await expect(hanging).rejects.toMatchObject(unavailable);
		await becomesNotReady(rig);
		expect(performance.now() - pausedAt).toBeLessThan(readinessMs);
		const askedAt = performance.now();
		await expect(b.publish(draft('refused'))).rejects.toMatchObject(unavailable);
		expect(performance.now() - askedAt).toBeLessThan(immediateMs);
		redis.resume();
		await rig.ready();
		const [last] = await publish(b, 1);
		await allAt(listeners, last?.id);
		for (const listener of listeners) listener.expectComplete();
		expect(listeners[0].messages).toEqual(listeners[1].messages);
	});

	test('an instance stays ready while Redis is slow and fifty commands wait', async () => {
		const redis = await fixtures.redis();
		const { a } = await fixtures.pair(redis);
		const lost = vi.fn();
		a.link.register({ lost, restore: () => Promise.resolve() });
		const busy = 'for i = 1, tonumber(ARGV[1]) do end return 1';
		// The padding makes Redis read, run and answer the commands one at a time.
		const work = (rounds: number) =>
			a.link.command(['EVAL', busy, '0', String(rounds), 'x'.repeat(40_000)]);
		const rounds = 1_000_000;
		const startedAt = performance.now();
		await work(rounds);
		// Many short commands, because a single command that takes a second exceeds the reply timeout.
		const roundsFor40Ms = Math.ceil((rounds * 40) / (performance.now() - startedAt));
		const queue = Array.from({ length: 50 }, () => work(roundsFor40Ms));
		expect(await Promise.all(queue)).toHaveLength(50);
		expect(lost).not.toHaveBeenCalled();
	});

	test('a room without listeners has no subscription', async () => {
		const redis = await fixtures.redis();
		const { rig, listeners } = await fixtures.pair(redis);
		const channels = () => redis.command('PUBSUB', 'CHANNELS', `${rig.prefix}:*`);
		expect(await channels()).toHaveLength(1);
		for (const listener of listeners) listener.end();
		await vi.waitFor(async () => expect(await channels()).toEqual([]), waitOptions);
	});

	test('R5: payloads on a room’s channel that are not messages reach no listener', async () => {
		const redis = await fixtures.redis();
		const { rig, a, b, listeners } = await fixtures.pair(redis);
		const listener = listeners[1];
		const channel = `${rig.prefix}:{${room}}:live:0`;
		for (const payload of ['', 'anew', '{', 'e 1 m 1 [1,2,3]', 'e 1 m 1 {}', 'x'.repeat(100_000)]) {
			await redis.command('PUBLISH', channel, payload);
		}
		const published = await publish(a, 3);
		await allAt([listener], published.at(-1)?.id);
		listener.expectComplete();
		expect(b.isReady).toBe(true);
	});
});
