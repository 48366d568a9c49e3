import { afterAll, afterEach, beforeEach, describe, test } from 'vitest';
import { Attacker } from './attacker.ts';
import { attacks } from './attacks.ts';
import type { Entrance } from './entrances.ts';
import type { Program } from './program.ts';

const attackLimitMs = 120_000;

export interface Sample {
	name: string;
	entrances: readonly Entrance[];
	/** Starts a process, with a fast clock if only time makes the sample send. */
	start(isFast: boolean): Promise<Program>;
}

/** Runs the same attacks against every entrance of a sample. */
export function attackSample({ name, entrances, start }: Sample): void {
	describe.each(entrances.map((entrance) => [entrance.name, entrance] as const))(
		`${name}, by %s`,
		(_, entrance) => {
			let program: Program | null = null;
			let attacker: Attacker;
			beforeEach(async () => {
				program ??= await startIdle();
				attacker = new Attacker(program.port);
			}, attackLimitMs);
			afterEach(async ({ task }) => {
				attacker.leave();
				// Each attack starts with a working program.
				if (task.result?.state === 'fail') await stop();
			});
			afterAll(stop);

			for (const [title, attack] of Object.entries(attacks)) {
				test(title, { timeout: attackLimitMs }, async () => {
					const target = { program: program!, entrance, attacker };
					await attack(target);
					attacker.leave();
					await target.program.settled();
					await entrance.visit(target.program.origin);
				});
			}

			async function startIdle(): Promise<Program> {
				const started = await start(entrance.hasClock);
				await entrance.visit(started.origin);
				await started.noteIdle();
				return started;
			}

			async function stop(): Promise<void> {
				await program?.stop();
				program = null;
			}
		}
	);
}
