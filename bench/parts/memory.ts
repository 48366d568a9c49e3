import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import type { Memory } from '../lib/peer.ts';
import type { PeerName } from '../lib/peers.ts';
import { Rig } from '../lib/rig.ts';
import { spreadOf, type Spread } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

const subjects: readonly PeerName[] = [
	'ws naive',
	'our WebSocket',
	'node:http SSE',
	'SvelteKit SSE',
	'our SSE'
];

/** So many that what a server keeps for itself does not count. */
const readers = 10_000;

/** What a reader costs that only waits. */
export async function memory({ rounds: asked }: Options): Promise<Verdict[]> {
	// Memory varies little, and connecting takes long.
	const rounds = Math.ceil(asked / 2);
	const measured = new Map<PeerName, Memory[]>(subjects.map((peer) => [peer, []]));
	for (let round = 1; round <= rounds; round++) {
		for (const [peer, idle] of measured) {
			progress(`memory: round ${round} of ${rounds}, ${readers} readers come to ${peer}`);
			const rig = await Rig.start(peer, { readers, collectable: true });
			if (rig.idle !== null) idle.push(rig.idle);
			await rig.end();
		}
	}
	endProgress();
	console.log(
		`\nMemory for one idle reader of ${short(readers)}, in KiB, after the garbage has been collected\n`
	);
	printTable(
		['', 'resident', 'held by V8 and buffers'],
		[...measured].map(([peer, idle]) => [
			peer,
			short(spreadOf(idle.map(({ resident }) => resident / 1024)).median),
			short(spreadOf(idle.map(({ held }) => held / 1024)).median)
		])
	);
	const against = (ours: PeerName, base: PeerName, atMost: number): Verdict => ({
		what: `${ours}, resident memory of an idle reader against ${base}`,
		target: { atMost },
		got: ratio(measured.get(ours) ?? [], measured.get(base) ?? [])
	});
	return [against('our WebSocket', 'ws naive', 1.5), against('our SSE', 'SvelteKit SSE', 0.6)];
}

function ratio(ours: readonly Memory[], base: readonly Memory[]): Spread {
	return spreadOf(ours.map(({ resident }, round) => resident / (base[round]?.resident ?? NaN)));
}
