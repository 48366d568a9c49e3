import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { Follower, persist } from '../support/follower.ts';
import { Instance } from '../support/instance.ts';
import { ways } from '../support/reading.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';

const patience = { timeout: 20_000, interval: 10 };

describe.skipIf(redisTool === null)(`an instance killed in mid-traffic${redisHint}`, () => {
	let redis: TestRedis;
	let instances: [Instance, Instance];
	beforeAll(async () => {
		redis = await TestRedis.started();
		const env = { REDIS_URL: redis.url, JWT_SECRET: 'x'.repeat(32) };
		instances = [new Instance(env), new Instance(env)];
		await Promise.all(instances.map((instance) => instance.up()));
	});
	afterAll(async () => {
		await Promise.all(instances.map((instance) => instance.close()));
		await redis.close();
	});

	test.each(Object.entries(ways))(
		'readers over %s go on elsewhere: nothing is lost, nothing comes twice [durability]',
		async (...way) => {
			const room = `killed-${randomId(8)}`;
			const [doomed, other] = instances;
			const origin = ({ origin }: Instance) => origin;
			const said: Promise<unknown>[] = [];
			const say = () =>
				said.push(
					persist((turn) => origin(instances[turn % 2 === 0 ? 1 : 0]), {
						room,
						text: `t${said.length}`,
						clientId: `c${said.length}`
					})
				);
			const from = await persist(() => other.origin, { room, text: 'begin', clientId: 'begin' });
			const readers = Array.from({ length: 5 }, () => {
				// Fixed: after the kill the address belongs to nobody, or to the one that took its place.
				const home = doomed.origin;
				const origins = (turn: number) => (turn % 2 === 0 ? home : other.origin);
				return new Follower(way, { room, from, origins });
			});
			for (let n = 0; n < 20; n++) say();
			await vi.waitFor(() => {
				for (const { ear } of readers) expect(ear.messages.length).toBeGreaterThan(5);
			}, patience);
			for (let n = 0; n < 20; n++) say();
			doomed.replace('SIGKILL');
			for (let n = 0; n < 40; n++) say();
			await Promise.all(said);
			for (const { ear } of readers) {
				await vi.waitFor(() => expect(ear.messages).toHaveLength(80), patience);
				ear.expectUnbroken();
				expect(ear.texts).toEqual(readers[0]?.ear.texts);
			}
			expect([...(readers[0]?.ear.texts ?? [])].sort()).toEqual(said.map((_, n) => `t${n}`).sort());
			expect(Math.min(...readers.map(({ connections }) => connections))).toBeGreaterThan(1);
			await Promise.all(readers.map((reader) => reader.close()));
			await doomed.up();
		}
	);
});
