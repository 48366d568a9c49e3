import { describe, expect, test, vi } from 'vitest';
import { parseCursor } from '../../src/lib/protocol/cursor.ts';
import { allAt, patience, redisStage } from '../support/redis-stage.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { draft, room, say } from './broker-suite.ts';
import { historyLength } from '../../src/lib/server/realtime/limits.ts';

describe.skipIf(redisTool === null)(`Redis has lost something${redisHint}`, () => {
	const stage = redisStage(room);

	test('Redis comes back empty: everybody is told, and the numbering begins anew [message-epoch]', async () => {
		const redis = await stage.redis();
		const { rig, a, b, ears } = await stage.scene(redis);
		const [old] = await say(a, 3);
		await redis.kill();
		await redis.start();
		await rig.ready();
		const [first] = await say(b, 1);
		await allAt(ears, first?.id);
		for (const ear of ears) {
			expect(ear.faults).toEqual([]);
			expect(ear.resets.at(-1)).toEqual({ epoch: parseCursor(first?.id)?.epoch, seq: 0 });
		}
		expect(first?.seq).toBe(1);
		expect((await a.read(room, parseCursor(old?.id), 10)).gap?.reason).toBe('reset');
	});

	test('Redis is flushed in mid-traffic: all hear one new numbering, from its first message on [message-epoch]', async () => {
		const redis = await stage.redis();
		const { a, b, ears } = await stage.scene(redis);
		await say(a, 3);
		const work = [say(a, 20), say(b, 20)];
		await redis.command('FLUSHALL');
		await Promise.all([...work, say(a, 20), say(b, 20)]);
		const last = await a.publish(draft('last'));
		await allAt(ears, last.id);
		for (const ear of ears) {
			expect(ear.faults).toEqual([]);
			expect(ear.resets).toEqual([{ epoch: parseCursor(last.id)?.epoch, seq: 0 }]);
		}
	});

	test('a flush is told even where nobody says anything [durability]', async () => {
		const redis = await stage.redis();
		const { a, b, ears } = await stage.scene(redis);
		const ear = ears[0];
		await say(a, 3);
		await redis.command('FLUSHALL');
		await b.read(room, null, 0);
		await vi.waitFor(() => expect(ear.resets).toHaveLength(1), patience);
		await redis.command('FLUSHALL');
		await a.keepAlive();
		await vi.waitFor(() => expect(ear.resets).toHaveLength(2), patience);
	});

	test('Redis comes back with an older snapshot: one new epoch, a reset for all, then what is held [message-epoch]', async () => {
		const redis = await stage.redis();
		const { rig, a, b, ears } = await stage.scene(redis);
		const kept = await say(a, 4);
		await redis.command('SAVE');
		const [lost] = await say(b, 3);
		await allAt(ears, `${parseCursor(lost?.id)?.epoch}.7`);
		await redis.kill();
		await redis.start();
		await rig.ready();
		const again = await a.publish(draft('again'));
		await allAt(ears, again.id);
		expect(parseCursor(again.id)?.epoch).not.toBe(parseCursor(lost?.id)?.epoch);
		expect(again.seq).toBe(5);
		for (const ear of ears) {
			expect(ear.faults).toEqual([]);
			expect(ear.resets).toEqual([{ epoch: parseCursor(again.id)?.epoch, seq: 0 }]);
			expect(ear.texts.slice(7)).toEqual([...kept.map(({ text }) => text), 'again']);
		}
		expect((await b.read(room, parseCursor(lost?.id), 10)).gap?.reason).toBe('reset');
	});

	test('an older snapshot is found out though others have gone on with it beyond what was lost', async () => {
		const redis = await stage.redis();
		const { a, b, rig, ears, cable } = await stage.cabled(redis);
		await say(a, 4);
		await redis.command('SAVE');
		await say(b, 3, { room: 'elsewhere' });
		const [lost] = await say(b, 1);
		await allAt(ears, lost?.id);
		await a.close();
		cable.cut();
		await redis.kill();
		await redis.start();
		const stranger = await stage.scene(redis, { prefix: rig.prefix });
		await say(stranger.a, 3);
		cable.mend();
		await vi.waitFor(() => expect(b.isReady).toBe(true), patience);
		const last = await b.publish(draft('last'));
		await allAt([ears[1]], last.id);
		expect(last.seq).toBe(8);
		expect(ears[1].faults).toEqual([]);
		expect(ears[1].resets).toEqual([{ epoch: parseCursor(last.id)?.epoch, seq: 0 }]);
	});

	test('where it can no longer be proven that nothing was exchanged, the instance is told so', async () => {
		const redis = await stage.redis();
		const { b, rig, ears, cable } = await stage.cabled(redis);
		const ear = ears[1];
		await say(b, 4);
		await redis.command('SAVE');
		const [lost] = await say(b, 3);
		await allAt([ear], `${parseCursor(lost?.id)?.epoch}.7`);
		await rig.brokers[0].close();
		cable.cut();
		await redis.kill();
		await redis.start();
		const stranger = await stage.scene(redis, { prefix: rig.prefix });
		const said = await say(stranger.a, historyLength + 3);
		cable.mend();
		cable.sever();
		await allAt([ear], said.at(-1)?.id);
		expect(ear.faults).toEqual([]);
		expect(ear.resets).toEqual([{ epoch: ear.from.epoch, seq: 7 }]);
	});

	test('a room that is set back while everybody is connected is found out by its next message', async () => {
		const redis = await stage.redis();
		const { rig, a, b, ears } = await stage.scene(redis);
		await say(a, 2);
		const tag = `${rig.prefix}:{${room}}`;
		for (const part of ['meta', 'log']) {
			await redis.command('COPY', `${tag}:${part}`, `${tag}:${part}:copy`);
		}
		const [three] = await say(a, 1);
		await allAt(ears, three?.id);
		for (const part of ['meta', 'log']) {
			await redis.command('RENAME', `${tag}:${part}:copy`, `${tag}:${part}`);
		}
		const last = await b.publish(draft('last'));
		await allAt(ears, last.id);
		expect(last.seq).toBe(3);
		expect(last.id).not.toBe(three?.id);
		for (const ear of ears) {
			expect(ear.faults).toEqual([]);
			expect(ear.resets).toHaveLength(1);
		}
	});

	test('an instance that was cut off for longer than history lasts is told what it has missed [gap-always]', async () => {
		const redis = await stage.redis();
		const { a, ears, cable } = await stage.cabled(redis);
		await allAt(ears, (await a.publish(draft('both'))).id);
		cable.cut();
		await vi.waitFor(() => expect(ears[1].at.seq).toBe(1));
		const said = await say(a, historyLength + 9);
		cable.mend();
		cable.sever();
		await allAt(ears, said.at(-1)?.id);
		ears[0].expectUnbroken();
		expect(ears[1].faults).toEqual([]);
		const cursor = `${ears[0].at.epoch}.10`;
		expect(ears[1].gaps).toEqual([{ room, reason: 'expired', from: 2, to: 10, cursor }]);
		expect(ears[1].messages).toHaveLength(historyLength + 1);
	});
});
