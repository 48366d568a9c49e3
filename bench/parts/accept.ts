import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import { Pair } from '../lib/pair.ts';
import { peers, type PeerName } from '../lib/peers.ts';
import { ratios, spreadOf } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

/** Ours, and what it is held against. */
const pairsOf: readonly { ours: PeerName; base: PeerName }[] = [
	{ ours: 'our WebSocket', base: 'ws naive' },
	{ ours: 'our SSE', base: 'SvelteKit SSE' },
	{ ours: 'our Socket.IO', base: 'Socket.IO' }
];

/** So many come in one measurement. */
const connections = 500;
const webSocketMs = 0.3;

/** What it costs to let a connection in: handshake, checks, joining its room, welcome. */
export async function accept({ rounds }: Options): Promise<Verdict[]> {
	const names = pairsOf.flatMap(({ ours, base }) => [base, ours]);
	const costs = await measureAccepting(names, rounds, connections);
	endProgress();
	console.log('\nCPU for letting in one connection, from the handshake to its room, in ms\n');
	const of = (name: PeerName) => costs.get(name) ?? [];
	printTable(
		['', 'ms CPU', '× its base'],
		pairsOf.flatMap(({ ours, base }) => [
			[base, short(spreadOf(of(base)).median), ''],
			[ours, short(spreadOf(of(ours)).median), short(ratios(of(ours), of(base)).median)]
		])
	);
	return [
		{
			what: 'letting in a WebSocket, CPU',
			unit: 'ms',
			target: { atMost: webSocketMs },
			got: spreadOf(of('our WebSocket'))
		},
		...pairsOf.map(({ ours, base }) => ({
			what: `${ours}, CPU for letting in one against ${base}`,
			target: { atMost: 1.5 },
			got: ratios(of(ours), of(base))
		}))
	];
}

/** CPU in ms for one connection, by server and round. Everybody has left before the next round. */
export async function measureAccepting(
	names: readonly PeerName[],
	rounds: number,
	count: number
): Promise<Map<PeerName, number[]>> {
	const pairs = new Map<PeerName, Pair>();
	const costs = new Map<PeerName, number[]>(names.map((name) => [name, []]));
	const visit = async (name: PeerName, pair: Pair) => {
		const arrival = { port: pair.port, wire: peers[name].wire, count };
		const { cpuMs } = await pair.measure(() => pair.load.ask('visit', arrival));
		await pair.load.ask('leave');
		return cpuMs / count;
	};
	try {
		for (const name of names) {
			progress(`accept: warming up ${name}`);
			const pair = await Pair.start(peers[name].file);
			pairs.set(name, pair);
			for (let i = 0; i < 3; i++) await visit(name, pair);
		}
		for (let round = 1; round <= rounds; round++) {
			for (const [name, pair] of pairs) {
				progress(`accept: round ${round} of ${rounds}, ${name}`);
				costs.get(name)?.push(await visit(name, pair));
			}
		}
		return costs;
	} finally {
		await Promise.all([...pairs.values()].map((pair) => pair.end()));
	}
}
