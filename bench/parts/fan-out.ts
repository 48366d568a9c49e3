import type { Options } from '../lib/options.ts';
import { endProgress, printTable, short } from '../lib/output.ts';
import { peerNames, type PeerName } from '../lib/peers.ts';
import type { Verdict } from '../lib/targets.ts';
import {
	cpuRatio,
	kernelOnly,
	measure,
	median,
	windowLoads,
	type Measured,
	type CostsByRound
} from './measure.ts';

/** Deliveries per second of the paced load, which every server here can sustain. */
const pacedDeliveries = 20_000;

/** The duration of the paced load, as a multiple of the others': longer, because it publishes fewer messages. */
const pacedDurationFactor = 1.5;

const targetReaders = 1000;
/** The least CPU that the other server should need, as a multiple of ours. */
const targets: readonly { ours: PeerName; base: PeerName; single: number; sixteen: number }[] = [
	{ ours: 'our WebSocket', base: 'ws naive', single: 1.6, sixteen: 15 },
	{ ours: 'our SSE', base: 'SvelteKit SSE', single: 2.2, sixteen: 15 },
	{ ours: 'our Socket.IO', base: 'Socket.IO', single: 1.5, sixteen: 12 }
];

type LoadName = 'single' | 'sixteen' | 'paced';

/** Measures CPU, throughput and latency of delivering messages to all readers, on every server. */
export async function fanOut({ readers: sizes, rounds, ms }: Options): Promise<Verdict[]> {
	const verdicts: Verdict[] = [];
	for (const readers of sizes) {
		const measured = await measure<LoadName>({
			title: `fan-out, ${readers} readers`,
			subjects: peerNames.map((name) => ({ name, peer: name, options: { readers } })),
			loads: {
				...windowLoads(ms),
				paced: { ms: pacedDurationFactor * ms, rate: pacedDeliveries / readers }
			},
			rounds
		});
		endProgress();
		print(readers, measured);
		if (readers === targetReaders) verdicts.push(...verdictsOf(measured));
	}
	return verdicts;
}

function print(readers: number, measured: Measured<LoadName>): void {
	const base = measured.get('ws naive');
	console.log(
		`\nFan-out to ${short(readers)} readers, texts of 128 bytes: one message at a time | 16 in flight | ` +
			`paced at ${short(pacedDeliveries)} deliveries per second\n` +
			'×: CPU per delivery of the naive ws loop, divided by that of the server\n'
	);
	const cells = (costs: CostsByRound, baseCosts: CostsByRound | undefined) => [
		short(median(costs, ({ deliveries, seconds }) => deliveries / seconds)),
		short(median(costs, ({ cpuMicros }) => cpuMicros)),
		`${Math.round(100 * median(costs, ({ kernelShare }) => kernelShare))} %`,
		baseCosts ? short(cpuRatio(baseCosts, costs).median) : ''
	];
	printTable(
		['', '/s', 'µs CPU', 'kernel', '×', '| /s', 'µs CPU', 'kernel', '×', '| p50 ms', 'p99 ms'],
		[...measured].map(([name, { single, sixteen, paced }]) => [
			name,
			...cells(single, base?.single),
			...cells(sixteen, base?.sixteen),
			short(median(paced, ({ p50 }) => p50)),
			short(median(paced, ({ p99 }) => p99))
		])
	);
}

function verdictsOf(measured: Measured<LoadName>): Verdict[] {
	return targets.flatMap(({ ours, base, single, sixteen }) => {
		const our = measured.get(ours);
		const their = measured.get(base);
		if (our === undefined || their === undefined) return [];
		const what = `CPU of ${base} relative to ${ours}, ${short(targetReaders)} readers`;
		return [
			{
				what: `${what}, one at a time`,
				target: { atLeast: single },
				got: cpuRatio(their.single, our.single),
				ceiling: cpuRatio(their.single, our.single.map(kernelOnly))
			},
			{
				what: `${what}, 16 in flight`,
				target: { atLeast: sixteen },
				got: cpuRatio(their.sixteen, our.sixteen)
			}
		];
	});
}
