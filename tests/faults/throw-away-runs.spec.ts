import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { instanceActions } from '../../src/lib/protocol/instance.ts';
import { maxActions } from '../../src/lib/server/instances/limits.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { publishReliably, ResumingReader } from '../support/resuming-reader.ts';
import { readers } from '../support/readers.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { check } from './oracle.ts';
import type { Published } from './setup.ts';
import { instanceProgram, ThrowAway } from './throw-away.ts';

/** A run takes seconds, because a process starts. */
const numRuns = process.env.WIRELAB_LONG ? 60 : 3;
const seed = Number(process.env.WIRELAB_SEED ?? 20_261_130);
const limitMs = 30 * 60_000;
const waitOptions = { timeout: 60_000, interval: 20 };

const step = fc.oneof(
	{ arbitrary: fc.record({ publish: fc.integer({ min: 1, max: 6 }) }), weight: 3 },
	{ arbitrary: fc.record({ act: fc.constantFrom(...instanceActions) }), weight: 2 }
);
const schedule = fc.array(step, { minLength: 3, maxLength: maxActions });

const kinds = {
	'in memory': { REDIS_SERVER_PATH: '/nonexistent' },
	'with Redis': { REDIS_SERVER_PATH: redisTool?.path ?? '' }
} as const;

for (const [name, env] of Object.entries(kinds)) {
	const hasRedis = env === kinds['with Redis'];
	const isSkipped = hasRedis && redisTool === null;
	describe.skipIf(isSkipped)(`throw-away servers ${name}${isSkipped ? redisHint : ''}`, () => {
		let server: TestServer;
		beforeAll(async () => {
			server = await startServer(env, undefined, (realtime) =>
				realtime.offerInstances(instanceProgram)
			);
		});
		afterAll(() => server.close());

		test(
			`${numRuns} runs: readers over every transport get everything${hasRedis ? '' : ', or a reset after a restart'}`,
			async () => {
				await fc.assert(
					fc.asyncProperty(schedule, async (steps) => {
						const instance = await ThrowAway.create(server);
						const room = `own-${randomId(20)}`;
						const originOf = () => instance.origin;
						const published: Promise<Published>[] = [];
						const publish = (text: string) => {
							const message = { room, text, clientId: text };
							published.push(publishReliably(originOf, message).then((at) => ({ text, at })));
							return published.at(-1);
						};
						const from = await publishReliably(originOf, {
							room,
							text: 'begin',
							clientId: 'begin'
						});
						const reading = Object.entries(readers).map(
							(transport) => new ResumingReader(transport, { room, from, originOf })
						);
						for (const next of steps) {
							if ('act' in next) await instance.act(next.act);
							else for (let i = 0; i < next.publish; i++) void publish(`t${published.length}`);
						}
						if (hasRedis) await instance.act('start-redis');
						const acknowledged = await Promise.all(published);
						const end = await publishReliably(originOf, { room, text: 'end', clientId: 'end' });
						for (const { listener, name: reader } of reading) {
							await vi.waitFor(() => expect(listener.at, reader).toEqual(end), waitOptions);
						}
						await Promise.all(reading.map((reader) => reader.close()));
						await instance.end();
						check({ published: acknowledged, readers: reading }, { mayLoseData: !hasRedis });
					}),
					{ numRuns, seed, endOnFailure: true }
				);
			},
			limitMs
		);
	});
}
