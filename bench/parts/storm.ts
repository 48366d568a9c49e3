import { mostConnections } from '../lib/open-files.ts';
import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import { Pair } from '../lib/pair.ts';
import { peers, type PeerName } from '../lib/peers.ts';
import { spreadOf } from '../lib/spread.ts';
import type { Storm } from '../lib/storm.ts';
import type { Verdict } from '../lib/targets.ts';

const subjects: readonly PeerName[] = [
	'ws naive',
	'our WebSocket',
	'our SSE',
	'Socket.IO',
	'our Socket.IO'
];

const atMostTimesWebSocket = 3;

/** A storm, and the CPU seconds of the server until it was over. */
type Weathered = Storm & { cpuSeconds: number };

/** How long a server takes that was restarted until all clients of one room are whole again. */
export async function storm({ storm: asked }: Options): Promise<Verdict[]> {
	const clients = Math.min(asked, mostConnections());
	if (clients < asked)
		console.log(`\nThe limit of open files leaves ${clients} of ${asked} clients`);
	const storms = new Map<PeerName, Weathered>();
	for (const name of subjects) {
		progress(`storm: ${clients} clients of ${name}`);
		storms.set(name, await weather(name, clients));
	}
	endProgress();
	console.log(
		`\n${short(clients)} clients of one room come back at once after the server was killed, ` +
			'while four messages a second are published\n'
	);
	printTable(
		['', 's until whole', 's CPU', 'messages', 'lost', 'repeated'],
		[...storms].map(([name, { seconds, cpuSeconds, messages, lost, repeated }]) => [
			name,
			...[seconds, cpuSeconds, messages, lost, repeated].map(short)
		])
	);
	return verdictsOf(storms);
}

function verdictsOf(storms: ReadonlyMap<PeerName, Weathered>): Verdict[] {
	const secondsOf = (name: PeerName) => storms.get(name)?.seconds ?? NaN;
	const ours = [...storms].filter(([name]) => name.startsWith('our'));
	return [
		{
			what: 'our Socket.IO, time until whole after a restart against our WebSocket',
			target: { atMost: atMostTimesWebSocket },
			got: spreadOf([secondsOf('our Socket.IO') / secondsOf('our WebSocket')])
		},
		{
			what: 'our transports after a restart, lost or repeated of all deliveries',
			unit: 'messages',
			target: { atMost: 0 },
			got: spreadOf(ours.map(([, { lost, repeated }]) => lost + repeated))
		}
	];
}

/** @throws Error when not everybody is whole in time */
export async function weather(name: PeerName, clients: number): Promise<Weathered> {
	const { file, wire } = peers[name];
	const pair = await Pair.start(file);
	try {
		await pair.load.ask('gather', { port: pair.port, wire, clients });
		await pair.restart();
		const { value, cpuMs } = await pair.measure(() => pair.load.ask('comeBack'));
		return { ...value, cpuSeconds: cpuMs / 1000 };
	} finally {
		await pair.end();
	}
}
