import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { readers } from '../support/readers.ts';
import { ResumingReader } from '../support/resuming-reader.ts';
import { FaultSetup, type StartReader } from './setup.ts';
import { check } from './oracle.ts';
import { everywhere, redisKinds, schedule } from './schedule.ts';

/** Runs for each kind of Redis. */
const numRuns = process.env.WIRELAB_LONG ? 1000 : 100;
const seed = Number(process.env.WIRELAB_SEED ?? 20_261_123);
const limitMs = 60 * 60_000;

describe.skipIf(redisTool === null)(`seeded process faults${redisHint} [durability]`, () => {
	const startReaders = Object.entries(readers).map(
		(transport): StartReader =>
			(followed) =>
				new ResumingReader(transport, followed)
	);

	for (const [name, { appendOnly, faults }] of Object.entries(redisKinds)) {
		describe(`two instances and a Redis ${name}`, () => {
			let setup: FaultSetup;
			beforeAll(async () => {
				setup = await FaultSetup.start(await TestRedis.started({ appendOnly }));
			});
			afterAll(() => setup.close());

			// #region run
			test(
				`${numRuns} runs: readers over every transport get everything or an exact gap`,
				async () => {
					await fc.assert(
						fc.asyncProperty(schedule(...everywhere, ...faults), async (steps) => {
							const run = await setup.begin(startReaders);
							for (const step of steps) await run.step(step);
							const outcome = await run.settle();
							check(outcome, { mayLoseData: !appendOnly });
						}),
						{ numRuns, seed, endOnFailure: true }
					);
					// #endregion run
				},
				limitMs
			);
		});
	}
});
