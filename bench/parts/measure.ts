import { progress } from '../lib/output.ts';
import type { PeerName } from '../lib/peers.ts';
import type { Load } from '../lib/load.ts';
import { Rig, type Cost, type RigOptions } from '../lib/rig.ts';
import { spreadOf, type Spread } from '../lib/spread.ts';

/** The costs of one server under one load, by round. */
export type Rounds = readonly Cost[];

/** One server to be measured. */
export interface Subject {
	name: string;
	peer: PeerName;
	options: RigOptions;
}

export interface Plan<LoadName extends string> {
	title: string;
	subjects: readonly Subject[];
	loads: Readonly<Record<LoadName, Load>>;
	rounds: number;
}

/** What was measured, by subject and load. */
export type Measured<LoadName extends string> = Map<string, Record<LoadName, Rounds>>;

/**
 * Starts all servers with their readers, warms them up, and measures them by turns: what else happens on
 * the machine meets all of them alike.
 */
export async function measure<LoadName extends string>({
	title,
	subjects,
	loads,
	rounds
}: Plan<LoadName>): Promise<Measured<LoadName>> {
	const names = Object.keys(loads) as LoadName[];
	const rigs = new Map<string, Rig>();
	const costs = new Map<string, Record<LoadName, Cost[]>>();
	try {
		for (const { name, peer, options } of subjects) {
			progress(`${title}: ${options.readers} readers come to ${name}`);
			const rig = await named(name, Rig.start(peer, options));
			rigs.set(name, rig);
			costs.set(name, Object.fromEntries(names.map((load) => [load, [] as Cost[]])) as never);
			for (const load of names) await rig.run(loads[load]);
		}
		for (let round = 1; round <= rounds; round++) {
			for (const [name, rig] of rigs) {
				progress(`${title}: round ${round} of ${rounds}, ${name}`);
				for (const load of names)
					costs.get(name)?.[load].push(await named(name, rig.run(loads[load])));
			}
		}
		return costs;
	} finally {
		await Promise.all([...rigs.values()].map((rig) => rig.end()));
	}
}

/** Says whose error it is. */
async function named<Value>(name: string, result: Promise<Value>): Promise<Value> {
	try {
		return await result;
	} catch (cause) {
		throw new Error(`${name}: ${cause instanceof Error ? cause.message : ''}`, { cause });
	}
}

/** How many times as dear `dear` was as `cheap`, compared round by round. */
export function times(dear: Rounds, cheap: Rounds): Spread {
	return spreadOf(dear.map(({ cpuMicros }, round) => cpuMicros / (cheap[round]?.cpuMicros ?? NaN)));
}

/** What a load would have cost if the server's own code took no time at all. */
export function kernelOnly(cost: Cost): Cost {
	return { ...cost, cpuMicros: cost.cpuMicros * cost.kernelShare, kernelShare: 1 };
}

/** The median over the rounds of something measured. */
export function median(rounds: Rounds, of: (cost: Cost) => number): number {
	return spreadOf(rounds.map(of)).median;
}
