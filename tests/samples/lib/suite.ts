import { afterAll, afterEach, beforeEach, describe, onTestFinished, test } from 'vitest';
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
			beforeEach(async () => {
				if (program !== null) return;
				program = await start(endpoint.hasClock);
				await endpoint.checkService(program.origin);
				await program.recordIdle();
			}, attackLimitMs);
			afterEach(async ({ task }) => {
				// The next attack needs a working program.
				if (task.result?.state === 'fail') await stop();
			});
			afterAll(stop);

			for (const [title, attack] of Object.entries(attacks)) {
				test(title, { timeout: attackLimitMs }, async () => {
					const attacker = new Attacker(program!.port);
					onTestFinished(() => attacker.resetAll());
					await attack({ program: program!, endpoint, attacker });
					attacker.resetAll();
					await program!.waitUntilIdle();
					await endpoint.checkService(program!.origin);
				});
			}

			async function stop(): Promise<void> {
				await program?.stop();
				program = null;
			}
		}
	);
}
