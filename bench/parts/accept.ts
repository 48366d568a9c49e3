import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import { Pair } from '../lib/pair.ts';
import { peers, type PeerName } from '../lib/peers.ts';
import { ratios, spreadOf } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

/** Our servers and their baselines. */
const comparisons: readonly { ours: PeerName; base: PeerName }[] = [
	{ ours: 'our WebSocket', base: 'ws naive' },
	{ ours: 'our SSE', base: 'SvelteKit SSE' },
	{ ours: 'our Socket.IO', base: 'Socket.IO' }
];

/** Connections per measurement. */
const connections = 500;
/** Measurements whose results are discarded: code is slow when it runs for the first time. */
const warmUps = 3;
const maxWebSocketMs = 0.3;
const maxRatio = 1.5;

/**
 * Measures the cost of accepting a connection. On our servers, this includes the handshake, the checks, joining the
 * room and the welcome.
 */
export async function accept({ rounds }: Options): Promise<Verdict[]> {
	const names = comparisons.flatMap(({ ours, base }) => [base, ours]);
	const costs = await measureAccepting(names, rounds, connections);
	endProgress();
	console.log('\nCPU for accepting one connection, from the handshake to the welcome, in ms\n');
	const of = (name: PeerName) => costs.get(name) ?? [];
	printTable(
		['', 'ms CPU', '× base'],
		comparisons.flatMap(({ ours, base }) => [
			[base, short(spreadOf(of(base)).median), ''],
			[ours, short(spreadOf(of(ours)).median), short(ratios(of(ours), of(base)).median)]
		])
	);
	return [
		{
			what: 'accepting a WebSocket, CPU',
			unit: 'ms',
			target: { atMost: maxWebSocketMs },
			got: spreadOf(of('our WebSocket'))
		},
		...comparisons.map(({ ours, base }) => ({
			what: `${ours}, CPU for accepting a connection, against ${base}`,
			target: { atMost: maxRatio },
			got: ratios(of(ours), of(base))
		}))
	];
}

/** CPU in ms per connection, by server and round. The connections are closed after each measurement. */
export async function measureAccepting(
	names: readonly PeerName[],
	rounds: number,
	count: number
): Promise<Map<PeerName, number[]>> {
	const pairs = new Map<PeerName, Pair>();
	const costs = new Map<PeerName, number[]>(names.map((name) => [name, []]));
	const measureOnce = async (name: PeerName, pair: Pair) => {
		const group = { port: pair.port, wire: peers[name].wire, count };
		const { cpuMs } = await pair.measure(() => pair.load.call('openIdle', group));
		await pair.load.call('closeIdle');
		return cpuMs / count;
	};
	try {
		for (const name of names) {
			progress(`accept: warming up ${name}`);
			const pair = await Pair.start(peers[name].file);
			pairs.set(name, pair);
			for (let i = 0; i < warmUps; i++) await measureOnce(name, pair);
		}
		for (let round = 1; round <= rounds; round++) {
			for (const [name, pair] of pairs) {
				progress(`accept: round ${round} of ${rounds}, ${name}`);
				costs.get(name)?.push(await measureOnce(name, pair));
			}
		}
		return costs;
	} finally {
		await Promise.all([...pairs.values()].map((pair) => pair.stop()));
	}
}
