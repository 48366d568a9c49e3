import { maxConnections } from '../lib/open-files.ts';
import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import { Pair } from '../lib/pair.ts';
import { peers, type PeerName } from '../lib/peers.ts';
import { spreadOf } from '../lib/spread.ts';
import type { StormResult } from '../lib/storm.ts';
import type { Verdict } from '../lib/targets.ts';

const subjects: readonly PeerName[] = [
	'ws naive',
	'our WebSocket',
	'our SSE',
	'Socket.IO',
	'our Socket.IO'
];

const maxRatioToWebSocket = 3;

type MeasuredStorm = StormResult & { cpuSeconds: number };

/** Measures how long it takes after a restart of the server until all clients of one room have the newest message. */
export async function storm({ storm: requested }: Options): Promise<Verdict[]> {
	const clients = Math.min(requested, maxConnections());
	if (clients < requested)
		console.log(`\nThe open-file limit allows only ${clients} of ${requested} clients`);
	const storms = new Map<PeerName, MeasuredStorm>();
	for (const name of subjects) {
		progress(`storm: ${clients} clients of ${name}`);
		storms.set(name, await measureStorm(name, clients));
	}
	endProgress();
	console.log(
		`\n${short(clients)} clients of one room reconnect at once after the server is killed, ` +
			'while four messages per second are published\n'
	);
	printTable(
		['', 's to recover', 's CPU', 'messages', 'lost', 'repeated'],
		[...storms].map(([name, { seconds, cpuSeconds, messages, lost, repeated }]) => [
			name,
			...[seconds, cpuSeconds, messages, lost, repeated].map(short)
		])
	);
	return verdictsOf(storms);
}

function verdictsOf(storms: ReadonlyMap<PeerName, MeasuredStorm>): Verdict[] {
	const secondsOf = (name: PeerName) => storms.get(name)?.seconds ?? NaN;
	const ours = [...storms].filter(([name]) => name.startsWith('our'));
	return [
		{
			what: 'time to recover after a restart, our Socket.IO relative to our WebSocket',
			target: { atMost: maxRatioToWebSocket },
			got: spreadOf([secondsOf('our Socket.IO') / secondsOf('our WebSocket')])
		},
		{
			what: 'lost or repeated messages after a restart, all our transports',
			unit: 'messages',
			target: { atMost: 0 },
			got: spreadOf([ours.reduce((sum, [, { lost, repeated }]) => sum + lost + repeated, 0)])
		}
	];
}

/**
 * Replaces a server that has `clients` in one room, and measures their recovery.
 * @throws Error if a client does not recover in time
 */
export async function measureStorm(name: PeerName, clients: number): Promise<MeasuredStorm> {
	const { file, wire } = peers[name];
	const pair = await Pair.start(file);
	try {
		await pair.load.call('connectStorm', { port: pair.port, wire, clients });
		await pair.restart();
		const { value, cpuMs } = await pair.measure(() => pair.load.call('reconnectStorm'));
		return { ...value, cpuSeconds: cpuMs / 1000 };
	} finally {
		await pair.stop();
	}
}
