import { expect, it } from 'vitest';
import { NumberedReader, numberedText, OrderCheck } from '../../bench/lib/numbered.ts';
import { peerNames } from '../../bench/lib/peers.ts';
import { Rig } from '../../bench/lib/rig.ts';
import { measureTap } from '../../bench/parts/trace.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';

// Whether the bench measures what it claims. No test asserts how fast anything is.

const readers = 20;

async function runLoads(rig: Rig) {
	try {
		return [
			await rig.run({ window: 1, ms: 20 }),
			await rig.run({ window: 16, ms: 20 }),
			await rig.run({ ms: 50, rate: 100 })
		];
	} finally {
		await rig.stop();
	}
}

it.each(peerNames)('%s delivers every message to every reader [command-bench]', async (peer) => {
	const rig = await Rig.start(peer, { readers });
	// A reader that misses a message, or gets it twice or out of order, ends the run with an error.
	for (const { messages, deliveries, cpuMicros } of await runLoads(rig)) {
		expect(messages).toBeGreaterThan(0);
		expect(deliveries).toBe(messages * readers);
		expect(cpuMicros).toBeGreaterThan(0);
	}
});

it('measures how much memory an idle reader needs [command-bench]', async () => {
	const rig = await Rig.start('ws naive', { readers: 200, measureMemory: true });
	await rig.stop();
	expect(rig.idle?.held).toBeGreaterThan(0);
});

it.each(['our WebSocket', 'our SSE'] as const)(
	'%s delivers every message without the tap as well [command-bench]',
	async (peer) => {
		// A server that still has its tap ends the run with an error.
		const costs = await measureTap(peer, `${peer} without the tap`, 2, 50);
		for (const rounds of [costs.tapped, costs.bare]) {
			expect(rounds).toHaveLength(2);
			for (const cost of rounds) expect(cost).toBeGreaterThan(0);
		}
	}
);

it
	.skipIf(redisTool === null)
	.each(['Socket.IO', 'our Socket.IO', 'our WebSocket', 'our SSE'] as const)(
	`%s delivers every message over two instances and Redis${redisHint}`,
	async (peer) => {
		const redis = await TestRedis.started();
		const rig = await Rig.start(peer, { readers, instances: 2, redisUrl: redis.url });
		const results = await runLoads(rig).finally(() => redis.close());
		for (const { messages, deliveries } of results) expect(deliveries).toBe(messages * readers);
	}
);

it('finds numbers wherever the chunks are split', () => {
	const stream = `head${numberedText(1)}between${numberedText(2)}{"a@b":1}${numberedText(30)}`;
	for (let size = 1; size < 40; size++) {
		const reader = new NumberedReader();
		const found: number[] = [];
		for (let at = 0; at < stream.length; at += size) {
			reader.read(stream.slice(at, at + size), (number) => found.push(number));
		}
		expect(found).toEqual([1, 2, 30]);
	}
});

it('reports a message that one reader misses, gets twice or gets in another order', () => {
	const order = new OrderCheck(2);
	expect(order.record(0, 2)).toBe(false);
	expect(order.record(1, 1)).toBe(false);
	expect(order.record(0, 2)).toBe(true);
	expect(() => order.record(1, 3)).toThrow('message 3 arrived in place of 1');
	expect(() => order.record(2, 2)).toThrow('message 2 arrived twice');
});
