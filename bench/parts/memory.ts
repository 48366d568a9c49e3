import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import type { Memory } from '../lib/peer.ts';
import type { PeerName } from '../lib/peers.ts';
import { Rig } from '../lib/rig.ts';
import { ratios, spreadOf } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

const subjects: readonly PeerName[] = [
	'ws naive',
	'our WebSocket',
	'node:http SSE',
	'SvelteKit SSE',
	'our SSE'
];

/** So many that other changes of the process's memory are negligible. */
const readers = 10_000;

/** Measures the memory of an idle reader. */
export async function memory({ rounds: requested }: Options): Promise<Verdict[]> {
	// Memory varies little, and connecting takes long.
	const rounds = Math.ceil(requested / 2);
	const measured = new Map<PeerName, Memory[]>(subjects.map((peer) => [peer, []]));
	for (let round = 1; round <= rounds; round++) {
		for (const [peer, idle] of measured) {
			progress(`memory: round ${round} of ${rounds}, ${readers} readers connect to ${peer}`);
			const rig = await Rig.start(peer, { readers, measureMemory: true });
			if (rig.idle !== null) idle.push(rig.idle);
			await rig.stop();
		}
	}
	endProgress();
	console.log(
		`\nMemory per idle reader with ${short(readers)} readers, in KiB, after garbage collection\n`
	);
	printTable(
		['', 'resident', 'held by V8 and buffers'],
		[...measured].map(([peer, idle]) => [
			peer,
			short(spreadOf(idle.map(({ resident }) => resident / 1024)).median),
			short(spreadOf(idle.map(({ held }) => held / 1024)).median)
		])
	);
	const residentOf = (peer: PeerName) => (measured.get(peer) ?? []).map(({ resident }) => resident);
	const against = (ours: PeerName, base: PeerName, atMost: number): Verdict => ({
		what: `${ours}, resident memory of an idle reader against ${base}`,
		target: { atMost },
		got: ratios(residentOf(ours), residentOf(base))
	});
	return [against('our WebSocket', 'ws naive', 1.5), against('our SSE', 'SvelteKit SSE', 0.6)];
}
