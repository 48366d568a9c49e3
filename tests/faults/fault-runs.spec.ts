import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { ways } from '../support/reading.ts';
import { FaultStage } from './stage.ts';
import { check } from './oracle.ts';
import { schedule } from './schedule.ts';

/** How often each of the two kinds of Redis, and all that hangs on it, is tormented. */
const numRuns = process.env.WIRELAB_LONG ? 1000 : 100;
const seed = Number(process.env.WIRELAB_SEED ?? 20_261_123);
const limitMs = 60 * 60_000;

describe.skipIf(redisTool === null)(`seeded faults of whole processes${redisHint}`, () => {
	const kinds = {
		'that keeps everything': { appendOnly: true, faults: ['restart'] },
		'that forgets': { appendOnly: false, faults: ['restart', 'flush', 'save'] }
	} as const;
	const everywhere = [
		'kill',
		'term',
		'freeze',
		'thaw',
		'sever',
		'cut',
		'mend',
		'pause',
		'resume'
	] as const;

	for (const [name, { appendOnly, faults }] of Object.entries(kinds)) {
		describe(`two instances and a Redis ${name}`, () => {
			let stage: FaultStage;
			beforeAll(async () => {
				stage = await FaultStage.start(await TestRedis.started({ appendOnly }));
			});
			afterAll(() => stage.close());

			// #region run
			test(
				`${numRuns} runs: readers over every transport heard everything, or what they lack [durability]`,
				async () => {
					await fc.assert(
						fc.asyncProperty(schedule(...everywhere, ...faults), async (steps) => {
							const run = await stage.begin(Object.entries(ways));
							for (const step of steps) await run.step(step);
							const outcome = await run.settle();
							check(outcome, { forgets: !appendOnly });
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
