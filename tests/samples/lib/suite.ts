import { afterAll, afterEach, beforeEach, describe, test } from 'vitest';
import { Attacker } from './attacker.ts';
import { attacks } from './attacks.ts';
import type { Endpoint } from './endpoints.ts';
import type { Program } from './program.ts';

const attackLimitMs = 120_000;

export interface Sample {
	name: string;
	endpoints: readonly Endpoint[];
	/** Starts a process, with a fast clock if the sample sends at an interval. */
	start(isFast: boolean): Promise<Program>;
}

/** Runs the same attacks against every endpoint of a sample. */
export function attackSample({ name, endpoints, start }: Sample): void {
	describe.each(endpoints.map((endpoint) => [endpoint.name, endpoint] as const))(
		`${name}, by %s`,
		(_, endpoint) => {
			let program: Program | null = null;
			let attacker: Attacker;
			beforeEach(async () => {
				program ??= await startIdle();
				attacker = new Attacker(program.port);
			}, attackLimitMs);
			afterEach(async ({ task }) => {
				attacker.resetAll();
				// The next attack needs a working program.
				if (task.result?.state === 'fail') await stop();
			});
			afterAll(stop);

			for (const [title, attack] of Object.entries(attacks)) {
				test(title, { timeout: attackLimitMs }, async () => {
					const target = { program: program!, endpoint, attacker };
					await attack(target);
					attacker.resetAll();
					await target.program.waitUntilIdle();
					await endpoint.checkService(target.program.origin);
				});
			}

			async function startIdle(): Promise<Program> {
				const started = await start(endpoint.hasClock);
				await endpoint.checkService(started.origin);
				await started.recordIdle();
				return started;
			}

			async function stop(): Promise<void> {
				await program?.stop();
				program = null;
			}
		}
	);
}
