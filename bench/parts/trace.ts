import type { Load } from '../lib/load.ts';
import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import type { PeerName } from '../lib/peers.ts';
import { Rig } from '../lib/rig.ts';
import { ratios, spreadOf } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

const pairs: readonly { tapped: PeerName; bare: PeerName }[] = [
	{ tapped: 'our WebSocket', bare: 'our WebSocket without the tap' },
	{ tapped: 'our SSE', bare: 'our SSE without the tap' }
];

/** Few, because all readers of a message share what the tap costs for it. */
const readers = 10;
/** The turns of each server in a round. */
const turnsPerRound = 20;
/** The length of a turn, relative to a measurement of the other parts. */
const turnRatio = 0.1;
/** A multiple of the rounds of the other parts: the two servers differ by less than the noise of one round. */
const roundsRatio = 4;
/** The length of the warm-up, relative to a measurement of the other parts: code is slow when it first runs. */
const warmUpRatio = 6;
/** The most that a delivery may cost with a tap that nobody uses, relative to a delivery without a tap. */
const maxRatio = 1.03;

/** CPU time per delivery in µs, by round. */
export interface TapCosts {
	tapped: number[];
	bare: number[];
}

/** Measures what the tap costs a delivery while no trace runs. */
export async function trace({ rounds, ms }: Options): Promise<Verdict[]> {
	const measured: { name: PeerName; costs: TapCosts }[] = [];
	for (const { tapped, bare } of pairs) {
		measured.push({
			name: tapped,
			costs: await measureTap(tapped, bare, roundsRatio * rounds, ms)
		});
	}
	endProgress();
	console.log(
		`\nCPU for one delivery in µs, one message at a time to ${short(readers)} readers, while no trace runs\n`
	);
	printTable(
		['', 'without the tap', 'with it', '×'],
		measured.map(({ name, costs: { tapped, bare } }) => [
			name,
			short(spreadOf(bare).median),
			short(spreadOf(tapped).median),
			short(ratios(tapped, bare).median)
		])
	);
	return measured.map(({ name, costs: { tapped, bare } }) => ({
		what: `${name}, CPU for a delivery with a tap that nobody uses, relative to one without a tap`,
		target: { atMost: maxRatio },
		got: ratios(tapped, bare)
	}));
}

/**
 * Measures a server and the same one without its tap in turns, so that other work affects both alike.
 * @param ms the length of a measurement of the other parts
 */
export async function measureTap(
	tapped: PeerName,
	bare: PeerName,
	rounds: number,
	ms: number
): Promise<TapCosts> {
	const rigs: { name: keyof TapCosts; rig: Rig }[] = [];
	const costs: TapCosts = { tapped: [], bare: [] };
	try {
		for (const [name, peer] of Object.entries({ tapped, bare }) as [keyof TapCosts, PeerName][]) {
			progress(`trace: ${readers} readers connect to ${peer}`);
			const rig = await Rig.start(peer, { readers });
			rigs.push({ name, rig });
			await rig.run({ window: 1, ms: warmUpRatio * ms });
		}
		for (let round = 1; round <= rounds; round++) {
			progress(`trace: round ${round} of ${rounds}, ${tapped}`);
			const spent = await takeTurns(rigs, { window: 1, ms: turnRatio * ms });
			for (const { name } of rigs) costs[name].push(spent[name]);
		}
		return costs;
	} finally {
		await Promise.all(rigs.map(({ rig }) => rig.stop()));
	}
}

/** CPU time per delivery in µs, over all turns. Every second turn has the opposite order. */
async function takeTurns(
	rigs: readonly { name: keyof TapCosts; rig: Rig }[],
	load: Load
): Promise<Record<keyof TapCosts, number>> {
	const total = { tapped: { micros: 0, count: 0 }, bare: { micros: 0, count: 0 } };
	for (let turn = 0; turn < turnsPerRound; turn++) {
		for (const { name, rig } of turn % 2 === 0 ? rigs : rigs.toReversed()) {
			const { cpuMicros, deliveries } = await rig.run(load);
			total[name].micros += cpuMicros * deliveries;
			total[name].count += deliveries;
		}
	}
	return {
		tapped: total.tapped.micros / total.tapped.count,
		bare: total.bare.micros / total.bare.count
	};
}
