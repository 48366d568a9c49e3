import { describe, expect, test, vi } from 'vitest';
import { Ear } from '../support/listening.ts';
import type { RedisRig } from '../support/redis-rig.ts';
import { allAt, patience, redisStage } from '../support/redis-stage.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { draft, room, say } from './broker-suite.ts';

const unavailable = { problem: { code: 'broker_unavailable', retryAfterMs: 1000 } };
/** The contract's limit for readiness to fall. */
const readinessMs = 2000;

const notReady = (rig: RedisRig) =>
	vi.waitFor(() => expect(rig.brokers.map(({ isReady }) => isReady)).toEqual([false, false]), {
		timeout: readinessMs,
		interval: 10
	});

describe.skipIf(redisTool === null)(`Redis comes and goes${redisHint}`, () => {
	const stage = redisStage(room);

	test('R7: a process starts without its Redis, says so at once, and recovers when it comes', async () => {
		const redis = await stage.redis({ isUp: false });
		const rig = stage.rig(redis);
		const [a, b] = rig.brokers;
		expect(a.isReady).toBe(false);
		await expect(a.publish(draft('early'))).rejects.toMatchObject(unavailable);
		await expect(Ear.in(room, b)).rejects.toMatchObject(unavailable);
		await expect(b.read(room, null, 1)).rejects.toMatchObject(unavailable);
		await redis.start();
		await rig.ready();
		expect((await a.publish(draft('now'))).seq).toBe(1);
	});

	test('what is asked before the first connection stands waits for it', async () => {
		const redis = await stage.redis();
		const [a, b] = stage.rig(redis).brokers;
		const [said, ear] = await Promise.all([a.publish(draft('early')), Ear.in('elsewhere', b)]);
		expect([said.seq, ear.at.seq]).toEqual([1, 0]);
	});

	test('R2: Redis dies and comes back with its data: nothing acknowledged is lost, nothing told twice [durability]', async () => {
		const redis = await stage.redis({ appendOnly: true });
		const { rig, a, b, ears } = await stage.scene(redis);
		const changes: boolean[] = [];
		const stop = a.link.watch((isReady) => changes.push(isReady));
		await say(a, 5);
		await redis.kill();
		await notReady(rig);
		await expect(a.publish(draft('lost'))).rejects.toMatchObject(unavailable);
		await redis.start();
		await rig.ready();
		const [last] = await say(b, 1);
		await allAt(ears, last?.id);
		for (const ear of ears) ear.expectUnbroken();
		expect(last?.seq).toBe(6);
		expect(changes).toEqual([false, true]);
		stop();
	});

	test('R1: what was stored when the connection broke reaches everybody, acknowledged or not', async () => {
		const redis = await stage.redis();
		const { a, b, cable, ears } = await stage.cabled(redis);
		await say(a, 2);
		await allAt(ears, (await a.publish(draft('both'))).id);
		cable.cut();
		const [missed] = await say(a, 1);
		const doubtful = b.publish(draft('doubtful', { clientId: 'c' }));
		await expect(doubtful).rejects.toMatchObject(unavailable);
		expect(b.isReady).toBe(false);
		cable.mend();
		await vi.waitFor(() => expect(b.isReady).toBe(true), patience);
		const again = await b.publish(draft('doubtful', { clientId: 'c' }));
		await allAt(ears, again.id);
		expect(ears[0].messages).toEqual(ears[1].messages);
		expect(ears[1].texts.filter((text) => text === 'doubtful')).toHaveLength(1);
		expect(ears[1].messages).toContainEqual(missed);
		for (const ear of ears) ear.expectUnbroken();
	});

	test('Redis is paused: not ready within two seconds, all caught up afterwards [redis-away]', async () => {
		const redis = await stage.redis();
		const { rig, a, b, ears } = await stage.scene(redis);
		await say(a, 3);
		redis.pause();
		const pausedAt = performance.now();
		const hanging = a.publish(draft('hanging'));
		await expect(hanging).rejects.toMatchObject(unavailable);
		await notReady(rig);
		expect(performance.now() - pausedAt).toBeLessThan(readinessMs);
		const askedAt = performance.now();
		await expect(b.publish(draft('refused'))).rejects.toMatchObject(unavailable);
		expect(performance.now() - askedAt).toBeLessThan(100);
		redis.resume();
		await rig.ready();
		const [last] = await say(b, 1);
		await allAt(ears, last?.id);
		for (const ear of ears) ear.expectUnbroken();
		expect(ears[0].messages).toEqual(ears[1].messages);
	});

	test('a Redis that is slow but answers is not taken for dead, however long the queue', async () => {
		const redis = await stage.redis();
		const { a } = await stage.scene(redis);
		const changes: boolean[] = [];
		a.link.watch((isReady) => changes.push(isReady));
		const busy = 'for i = 1, tonumber(ARGV[1]) do end return 1';
		// So long that Redis reads, runs and answers them one at a time.
		const work = (rounds: number) =>
			a.link.command(['EVAL', busy, '0', String(rounds), 'x'.repeat(40_000)]);
		const rounds = 1_000_000;
		const startedAt = performance.now();
		await work(rounds);
		// Short ones, and many: one that takes a second on a busy machine would be silence indeed.
		const roundsFor40Ms = Math.ceil((rounds * 40) / (performance.now() - startedAt));
		const queue = Array.from({ length: 50 }, () => work(roundsFor40Ms));
		expect(await Promise.all(queue)).toHaveLength(50);
		expect(changes).toEqual([]);
	});

	test('who has left a room is no longer subscribed to it', async () => {
		const redis = await stage.redis();
		const { rig, ears } = await stage.scene(redis);
		const channels = () => redis.command('PUBSUB', 'CHANNELS', `${rig.prefix}:*`);
		expect(await channels()).toHaveLength(1);
		for (const ear of ears) ear.end();
		await vi.waitFor(async () => expect(await channels()).toEqual([]), patience);
	});

	test('R5: rubbish on a channel harms nobody', async () => {
		const redis = await stage.redis();
		const { rig, a, b, ears } = await stage.scene(redis);
		const ear = ears[1];
		const channel = `${rig.prefix}:{${room}}:live:0`;
		for (const rubbish of ['', 'anew', '{', 'e 1 m 1 [1,2,3]', 'e 1 m 1 {}', 'x'.repeat(100_000)]) {
			await redis.command('PUBLISH', channel, rubbish);
		}
		const said = await say(a, 3);
		await allAt([ear], said.at(-1)?.id);
		ear.expectUnbroken();
		expect(b.isReady).toBe(true);
	});
});
