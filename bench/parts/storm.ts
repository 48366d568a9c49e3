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
export async function storm({ storm: asked, quick }: Options): Promise<Verdict[]> {
	const clients = Math.min(asked, mostConnections());
	if (clients < asked)
		console.log(`\nThe limit of open files leaves ${clients} of ${asked} clients`);
	const storms = new Map<PeerName, Weathered[]>();
	for (const name of subjects) {
		const runs: Weathered[] = [];
		for (let run = 0; run < (quick ? 1 : 3); run++) {
			progress(`storm: ${name}, run ${run + 1}`);
			runs.push(await weather(name, clients));
		}
		storms.set(name, runs);
	}
	endProgress();
	console.log(
		`\n${short(clients)} clients of one room come back at once after the server was killed, ` +
			'while four messages a second are published\n'
	);
	const median = (name: PeerName, of: (storm: Weathered) => number) =>
		spreadOf((storms.get(name) ?? []).map(of)).median;
	printTable(
		['', 's until whole', 's CPU', 'messages', 'lost', 'repeated'],
		subjects.map((name) => [
			name,
			short(median(name, ({ seconds }) => seconds)),
			short(median(name, ({ cpuSeconds }) => cpuSeconds)),
			short(median(name, ({ messages }) => messages)),
			short(median(name, ({ lost }) => lost)),
			short(median(name, ({ repeated }) => repeated))
		])
	);
	const timesOf = (name: PeerName) =>
		(storms.get(name) ?? []).map(
			({ seconds }) => seconds / median('our WebSocket', (storm) => storm.seconds)
		);
	const missed = subjects
		.filter((name) => name.startsWith('our'))
		.flatMap((name) => (storms.get(name) ?? []).map(({ lost, repeated }) => lost + repeated));
	return [
		{
			what: 'our Socket.IO, time until whole after a restart against our WebSocket',
			target: { atMost: atMostTimesWebSocket },
			got: spreadOf(timesOf('our Socket.IO'))
		},
		{
			what: 'our transports after a restart, messages lost or repeated',
			unit: 'messages',
			target: { atMost: 0 },
			got: spreadOf(missed)
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
