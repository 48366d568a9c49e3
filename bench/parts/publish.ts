import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import { Pair } from '../lib/pair.ts';
import { publishPeers, publishPeerNames, type PublishPeerName } from '../lib/peers.ts';
import { ratios, spreadOf } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

const ours: PublishPeerName = 'our server';
const maxMs = 0.2;
/** A measurement takes this many times `ms`, because fewer messages can be published than delivered in that time. */
const durationFactor = 2;

/** Measures the cost of publishing a message over HTTP. */
export async function publish({ rounds, ms }: Options): Promise<Verdict[]> {
	const costs = await measurePublishing(rounds, durationFactor * ms);
	endProgress();
	console.log('\nCPU for publishing one message over HTTP to an empty room, in ms\n');
	const plain = costs['plain node:http'];
	printTable(
		['', 'ms CPU', '× plain'],
		publishPeerNames.map((name) => [
			name,
			short(spreadOf(costs[name]).median),
			short(ratios(costs[name], plain).median)
		])
	);
	const what = 'publishing over HTTP';
	return [
		{ what: `${what}, CPU`, unit: 'ms', target: { atMost: maxMs }, got: spreadOf(costs[ours]) },
		{
			what: `${what}, CPU against a SvelteKit endpoint that checks nothing`,
			target: { atMost: 1 },
			got: ratios(costs[ours], costs['SvelteKit endpoint'])
		}
	];
}

/**
 * CPU in ms per message, by server and round.
 * @param ms the length of one measurement
 */
export async function measurePublishing(
	rounds: number,
	ms: number
): Promise<Record<PublishPeerName, number[]>> {
	const pairs = new Map<PublishPeerName, Pair>();
	const costs = { 'plain node:http': [], 'SvelteKit endpoint': [], 'our server': [] } as Record<
		PublishPeerName,
		number[]
	>;
	try {
		for (const name of publishPeerNames) {
			progress(`publish: starting ${name}`);
			const pair = await Pair.start(publishPeers[name]);
			pairs.set(name, pair);
			// Warm up, because code is slow when it runs for the first time.
			await pair.load.call('post', { port: pair.port, ms });
		}
		for (let round = 1; round <= rounds; round++) {
			for (const [name, pair] of pairs) {
				progress(`publish: round ${round} of ${rounds}, ${name}`);
				const posting = { port: pair.port, ms };
				const { value: messages, cpuMs } = await pair.measure(() =>
					pair.load.call('post', posting)
				);
				costs[name].push(cpuMs / messages);
			}
		}
		return costs;
	} finally {
		await Promise.all([...pairs.values()].map((pair) => pair.stop()));
	}
}
