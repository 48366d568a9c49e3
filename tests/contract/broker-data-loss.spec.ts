import { describe, expect, test, vi } from 'vitest';
import { parseCursor } from '../../src/lib/protocol/cursor.ts';
import { allAt, brokerFixtures, waitOptions } from '../support/broker-fixtures.ts';
import { redisHint, redisTool, type TestRedis } from '../support/redis.ts';
import { draft, room, publish } from './broker-suite.ts';
import { historyLength } from '../../src/lib/server/realtime/limits.ts';

describe.skipIf(redisTool === null)(`Redis has lost data${redisHint}`, () => {
	const fixtures = brokerFixtures(room);

	test('when Redis restarts without its data, a new epoch starts with seq 1, and all listeners and older cursors get a reset [message-epoch]', async () => {
		const redis = await fixtures.redis();
		const { rig, a, b, listeners } = await fixtures.pair(redis);
		const [old] = await publish(a, 3);
		await redis.kill();
		await redis.start();
		await rig.ready();
		const [first] = await publish(b, 1);
		await allAt(listeners, first?.id);
		for (const listener of listeners) {
			expect(listener.faults).toEqual([]);
			expect(listener.resets.at(-1)).toEqual({ epoch: parseCursor(first?.id)?.epoch, seq: 0 });
		}
		expect(first?.seq).toBe(1);
		expect((await a.read(room, parseCursor(old?.id), 10)).gap?.reason).toBe('reset');
	});

	test('when Redis is flushed during traffic, one new epoch starts, and all listeners get a reset and every message of the new epoch [message-epoch]', async () => {
		const redis = await fixtures.redis();
		const { a, b, listeners } = await fixtures.pair(redis);
		await publish(a, 3);
		const work = [publish(a, 20), publish(b, 20)];
		await redis.command('FLUSHALL');
		await Promise.all([...work, publish(a, 20), publish(b, 20)]);
		const last = await a.publish(draft('last'));
		await allAt(listeners, last.id);
		for (const listener of listeners) {
			expect(listener.faults).toEqual([]);
			expect(listener.resets).toEqual([{ epoch: parseCursor(last.id)?.epoch, seq: 0 }]);
		}
	});

	test('a flush causes a reset even without new messages [durability]', async () => {
		const redis = await fixtures.redis();
		const { a, b, listeners } = await fixtures.pair(redis);
		const listener = listeners[0];
		await publish(a, 3);
		await redis.command('FLUSHALL');
		await b.read(room, null, 0);
		await vi.waitFor(() => expect(listener.resets).toHaveLength(1), waitOptions);
		await redis.command('FLUSHALL');
		await a.keepAlive();
		await vi.waitFor(() => expect(listener.resets).toHaveLength(2), waitOptions);
	});

	test('when Redis restarts from an older snapshot, one new epoch starts, and all listeners get a reset and the messages of the snapshot [message-epoch]', async () => {
		const redis = await fixtures.redis();
		const { rig, a, b, listeners } = await fixtures.pair(redis);
		const kept = await publish(a, 4);
		await redis.command('SAVE');
		const [lost] = await publish(b, 3);
		await allAt(listeners, `${parseCursor(lost?.id)?.epoch}.7`);
		await redis.kill();
		await redis.start();
		await rig.ready();
		const again = await a.publish(draft('again'));
		await allAt(listeners, again.id);
		expect(parseCursor(again.id)?.epoch).not.toBe(parseCursor(lost?.id)?.epoch);
		expect(again.seq).toBe(5);
		for (const listener of listeners) {
			expect(listener.faults).toEqual([]);
			expect(listener.resets).toEqual([{ epoch: parseCursor(again.id)?.epoch, seq: 0 }]);
			expect(listener.texts.slice(7)).toEqual([...kept.map(({ text }) => text), 'again']);
		}
		expect((await b.read(room, parseCursor(lost?.id), 10)).gap?.reason).toBe('reset');
	});

	test('without an append-only file, a restart begins a new epoch even if no instance knows the lost messages', async () => {
		const redis = await fixtures.redis();
		const { rig, a, b } = await fixtures.pair(redis);
		await publish(a, 4);
		await redis.command('SAVE');
		const [lost] = await publish(b, 1);
		await Promise.all([a.close(), b.close()]);
		await redis.kill();
		await redis.start();
		const others = await fixtures.pair(redis, { prefix: rig.prefix });
		const [next] = await publish(others.a, 1);
		expect(next?.seq).toBe(lost?.seq);
		expect(next?.id).not.toBe(lost?.id);
		const page = await others.b.read(room, parseCursor(lost?.id), 10);
		expect(page.gap?.reason).toBe('reset');
	});

	test('an instance detects an older snapshot even if other instances have published more messages since than were lost', async () => {
		const redis = await fixtures.redis({ appendOnly: true });
		const { a, b, rig, listeners, proxy } = await fixtures.pairWithProxy(redis);
		await publish(a, 4);
		const rollBack = await copyOf(redis, rig.prefix);
		const [lost] = await publish(b, 1);
		await allAt(listeners, lost?.id);
		await a.close();
		proxy.stall();
		await rollBack();
		await redis.kill();
		await redis.start();
		const others = await fixtures.pair(redis, { prefix: rig.prefix });
		await publish(others.a, 3);
		proxy.unstall();
		await vi.waitFor(() => expect(b.isReady).toBe(true), waitOptions);
		const last = await b.publish(draft('last'));
		await allAt([listeners[1]], last.id);
		expect(last.seq).toBe(8);
		expect(listeners[1].faults).toEqual([]);
		expect(listeners[1].resets).toEqual([{ epoch: parseCursor(last.id)?.epoch, seq: 0 }]);
	});

	test('an instance gets a reset if history no longer reaches back to its last message, which may have been replaced', async () => {
		const redis = await fixtures.redis({ appendOnly: true });
		const { b, rig, listeners, proxy } = await fixtures.pairWithProxy(redis);
		const listener = listeners[1];
		await publish(b, 4);
		const rollBack = await copyOf(redis, rig.prefix);
		const [lost] = await publish(b, 3);
		await allAt([listener], `${parseCursor(lost?.id)?.epoch}.7`);
		await rig.brokers[0].close();
		proxy.stall();
		await rollBack();
		await redis.kill();
		await redis.start();
		const others = await fixtures.pair(redis, { prefix: rig.prefix });
		const published = await publish(others.a, historyLength + 3);
		proxy.unstall();
		proxy.drop();
		await allAt([listener], published.at(-1)?.id);
		expect(listener.faults).toEqual([]);
		expect(listener.resets).toEqual([{ epoch: listener.from.epoch, seq: 7 }]);
	});

	test('the next message of a room that was rolled back causes a reset, even if all instances stayed connected', async () => {
		const redis = await fixtures.redis();
		const { rig, a, b, listeners } = await fixtures.pair(redis);
		await publish(a, 2);
		const rollBack = await copyOf(redis, rig.prefix);
		const [three] = await publish(a, 1);
		await allAt(listeners, three?.id);
		await rollBack();
		const last = await b.publish(draft('last'));
		await allAt(listeners, last.id);
		expect(last.seq).toBe(3);
		expect(last.id).not.toBe(three?.id);
		for (const listener of listeners) {
			expect(listener.faults).toEqual([]);
			expect(listener.resets).toHaveLength(1);
		}
	});

	test('an instance that missed more messages than history holds gets an exact gap [gap-always]', async () => {
		const redis = await fixtures.redis();
		const { a, listeners, proxy } = await fixtures.pairWithProxy(redis);
		await allAt(listeners, (await a.publish(draft('both'))).id);
		proxy.stall();
		const published = await publish(a, historyLength + 9);
		proxy.unstall();
		proxy.drop();
		await allAt(listeners, published.at(-1)?.id);
		listeners[0].expectComplete();
		expect(listeners[1].faults).toEqual([]);
		const cursor = `${listeners[0].at.epoch}.10`;
		expect(listeners[1].gaps).toEqual([{ room, reason: 'expired', from: 2, to: 10, cursor }]);
		expect(listeners[1].messages).toHaveLength(historyLength + 1);
	});
});

/** Copies the room in Redis. Returns a function that restores the copy. */
async function copyOf(redis: TestRedis, prefix: string): Promise<() => Promise<void>> {
	const keys = ['meta', 'log'].map((suffix) => `${prefix}:{${room}}:${suffix}`);
	for (const key of keys) await redis.command('COPY', key, `${key}:copy`);
	return async () => {
		for (const key of keys) await redis.command('RENAME', `${key}:copy`, key);
	};
}
