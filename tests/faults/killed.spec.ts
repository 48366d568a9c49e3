import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { publishReliably, ResumingReader } from '../support/resuming-reader.ts';
import { Instance } from '../support/instance.ts';
import { readers } from '../support/readers.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';

const waitOptions = { timeout: 20_000, interval: 10 };

describe.skipIf(redisTool === null)(`an instance killed during traffic${redisHint}`, () => {
	let redis: TestRedis;
	let instances: [Instance, Instance];
	beforeAll(async () => {
		redis = await TestRedis.started();
		const env = { REDIS_URL: redis.url, JWT_SECRET: 'x'.repeat(32) };
		instances = [new Instance(env), new Instance(env)];
		await Promise.all(instances.map((instance) => instance.ready()));
	});
	afterAll(async () => {
		await Promise.all(instances.map((instance) => instance.close()));
		await redis.close();
	});

	test.each(Object.entries(readers))(
		'readers over %s resume on another instance: nothing is lost or duplicated [durability]',
		async (...transport) => {
			const room = `killed-${randomId(8)}`;
			const [killed, other] = instances;

			const published: Promise<unknown>[] = [];
			const publish = () =>
				published.push(
					publishReliably((turn) => instances[turn % 2 === 0 ? 1 : 0].origin, {
						room,
						text: `t${published.length}`,
						clientId: `c${published.length}`
					})
				);
			const from = await publishReliably(() => other.origin, {
				room,
				text: 'begin',
				clientId: 'begin'
			});
			const resuming = Array.from({ length: 5 }, () => {
				// The port of the killed process: later it is closed, or belongs to its replacement.
				const home = killed.origin;
				const originOf = (turn: number) => (turn % 2 === 0 ? home : other.origin);
				return new ResumingReader(transport, { room, from, originOf });
			});
			for (let n = 0; n < 20; n++) publish();
			await vi.waitFor(() => {
				for (const { listener } of resuming) expect(listener.messages.length).toBeGreaterThan(5);
			}, waitOptions);
			for (let n = 0; n < 20; n++) publish();
			killed.replace('SIGKILL');
			for (let n = 0; n < 40; n++) publish();
			await Promise.all(published);
			for (const { listener } of resuming) {
				await vi.waitFor(() => expect(listener.messages).toHaveLength(80), waitOptions);
				listener.expectComplete();
				expect(listener.texts).toEqual(resuming[0]?.listener.texts);
			}
			expect([...(resuming[0]?.listener.texts ?? [])].sort()).toEqual(
				published.map((_, n) => `t${n}`).sort()
			);
			expect(Math.min(...resuming.map(({ connections }) => connections))).toBeGreaterThan(1);
			await Promise.all(resuming.map((reader) => reader.close()));
			await killed.ready();
		}
	);
});
