import type { Options } from '../lib/options.ts';
import { endProgress, printTable, short } from '../lib/output.ts';
import type { PeerName } from '../lib/peers.ts';
import type { Verdict } from '../lib/targets.ts';
import { cpuRatio, measure, median, windowLoads } from './measure.ts';

const ours: readonly PeerName[] = ['our WebSocket', 'our SSE'];
/** Other servers, for comparison: with more readers, the kernel and the processor's caches make them slower too. */
const baselines: readonly PeerName[] = ['ws naive', 'ws tuned'];

/** A delivery may cost this many times as much with many readers as with few. */
const maxRatio = 1.8;

/** Measures how the cost of a delivery grows with the number of readers. */
export async function growth({ growth: [few, many], rounds, ms }: Options): Promise<Verdict[]> {
	const subjects = [...baselines, ...ours].flatMap((peer) =>
		[few, many].map((readers) => ({ name: `${peer}, ${readers}`, peer, options: { readers } }))
	);
	const measured = await measure({
		title: 'growth',
		subjects,
		loads: windowLoads(ms),
		rounds
	});
	endProgress();
	const rows: string[][] = [];
	const verdicts: Verdict[] = [];
	for (const peer of [...baselines, ...ours]) {
		const small = measured.get(`${peer}, ${few}`);
		const large = measured.get(`${peer}, ${many}`);
		if (small === undefined || large === undefined) continue;
		const cells = (['single', 'sixteen'] as const).flatMap((load) => [
			short(median(small[load], ({ cpuMicros }) => cpuMicros)),
			short(median(large[load], ({ cpuMicros }) => cpuMicros)),
			short(cpuRatio(large[load], small[load]).median)
		]);
		rows.push([peer, ...cells]);
		if (!ours.includes(peer)) continue;
		verdicts.push({
			what: `${peer}, CPU for one delivery at ${short(many)} readers, compared with ${short(few)}`,
			target: { atMost: maxRatio },
			got: cpuRatio(large.single, small.single)
		});
	}
	console.log(
		`\nCPU for one delivery in µs, at ${short(few)} and ${short(many)} readers: one at a time | 16 in flight\n`
	);
	printTable(['', short(few), short(many), '×', `| ${short(few)}`, short(many), '×'], rows);
	return verdicts;
}
