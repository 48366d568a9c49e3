import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { check } from '../faults/oracle.ts';
import { everywhere, redisKinds, schedule } from '../faults/schedule.ts';
import { FaultSetup, type StartReader } from '../faults/setup.ts';
import { remotePath } from '../lib/remote-path.ts';
import { LosslessReader } from '../support/lossless-reader.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { startSite, stopAll } from './site.ts';

/** Runs for each of the two kinds of Redis: 20 in total, or 1,000 with WIRELAB_LONG. */
const numRuns = process.env.WIRELAB_LONG ? 500 : 10;
const seed = Number(process.env.WIRELAB_SEED ?? 20_261_201);
const limitMs = 60 * 60_000;

/** No limits, as for the instances without SvelteKit in tests/faults, because all runs use one address. */
const unlimited = {
	LOG_LEVEL: 'silent',
	OPEN_ROOMS: '1',
	RATE_LIMIT_MESSAGES: '0',
	MAX_CONNECTIONS_PER_IP: '0',
	MAX_ROOMS_PER_IP: '0'
};

describe.skipIf(redisTool === null)(`seeded process faults of the built site${redisHint}`, () => {
	afterAll(stopAll);

	for (const [name, { appendOnly, faults }] of Object.entries(redisKinds)) {
		describe(`two instances and a Redis ${name}`, () => {
			let setup: FaultSetup;
			beforeAll(async () => {
				const redis = await TestRedis.started({ appendOnly });
				setup = await FaultSetup.start(redis, (env) =>
					startSite({ env: { ...unlimited, ...env } })
				);
			});
			afterAll(() => setup.close());

			test(
				`${numRuns} runs: readers over query.live get everything or an exact gap [durability]`,
				async () => {
					const path = remotePath();
					const opened: LosslessReader[] = [];
					const start: StartReader = (followed) => {
						const reader = new LosslessReader({ ...followed, path });
						opened.push(reader);
						return reader;
					};
					await fc.assert(
						fc.asyncProperty(schedule(...everywhere, ...faults), async (steps) => {
							// One reader starts on each instance.
							const run = await setup.begin([start, start]);
							for (const step of steps) await run.step(step);
							check(await run.settle(), { mayLoseData: !appendOnly });
						}),
						{ numRuns, seed, endOnFailure: true }
					);
					// Otherwise the faults were too mild to prove anything.
					const requests = opened.map((reader) => reader.requests);
					expect(requests.some(({ live }) => live > 1)).toBe(true);
					expect(requests.some(({ log }) => log > 0)).toBe(true);
				},
				limitMs
			);
		});
	}
});
