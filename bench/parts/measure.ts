import { progress } from '../lib/output.ts';
import type { PeerName } from '../lib/peers.ts';
import type { Load } from '../lib/load.ts';
import { Rig, type Cost, type RigOptions } from '../lib/rig.ts';
import { ratios, spreadOf, type Spread } from '../lib/spread.ts';

/** The costs of one server under one load, by round. */
export type CostsByRound = readonly Cost[];

/** The loads of several parts: one message at a time, and 16 in flight, each for `ms`. */
export const windowLoads = (ms: number) => ({
	single: { window: 1, ms },
	sixteen: { window: 16, ms }
});

/** A server to measure. */
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

/** The costs by subject and load. */
export type Measured<LoadName extends string> = Map<string, Record<LoadName, CostsByRound>>;

/**
 * Starts all servers with their readers, warms them up, and measures them in alternation, so that other
 * work on the machine affects all of them alike.
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
			progress(`${title}: ${options.readers} readers connect to ${name}`);
			const rig = await withName(name, Rig.start(peer, options));
			rigs.set(name, rig);
			costs.set(name, Object.fromEntries(names.map((load) => [load, [] as Cost[]])) as never);
			// Warm up, because code is slow when it runs for the first time.
			for (const load of names) await withName(name, rig.run(loads[load]));
		}
		for (let round = 1; round <= rounds; round++) {
			for (const [name, rig] of rigs) {
				progress(`${title}: round ${round} of ${rounds}, ${name}`);
				for (const load of names)
					costs.get(name)?.[load].push(await withName(name, rig.run(loads[load])));
			}
		}
		return costs;
	} finally {
		await Promise.all([...rigs.values()].map((rig) => rig.stop()));
	}
}

/** Adds the name of the server to an error. */
async function withName<Value>(name: string, result: Promise<Value>): Promise<Value> {
	try {
		return await result;
	} catch (cause) {
		throw new Error(`${name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
			cause
		});
	}
}

/** The CPU time of `dividend` per delivery, divided by that of `divisor`, round by round. */
export function cpuRatio(dividend: CostsByRound, divisor: CostsByRound): Spread {
	const cpuOf = (costs: CostsByRound) => costs.map(({ cpuMicros }) => cpuMicros);
	return ratios(cpuOf(dividend), cpuOf(divisor));
}

/** The cost if the server spent no time outside the kernel. */
export function kernelOnly(cost: Cost): Cost {
	return { ...cost, cpuMicros: cost.cpuMicros * cost.kernelShare, kernelShare: 1 };
}

/** The median of a value over the rounds. */
export function median(costs: CostsByRound, of: (cost: Cost) => number): number {
	return spreadOf(costs.map(of)).median;
}
