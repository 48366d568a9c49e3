import type { Options } from '../lib/options.ts';
import { endProgress, printTable, progress, short } from '../lib/output.ts';
import { Pair } from '../lib/pair.ts';
import { peers, type PeerName } from '../lib/peers.ts';
import { ratios, spreadOf } from '../lib/spread.ts';
import type { Verdict } from '../lib/targets.ts';

const subjects: readonly PeerName[] = ['our WebSocket', 'our SSE', 'our Socket.IO', 'Socket.IO'];

/** How many members the room has before each measurement, in ascending order. */
const roomSizes = [250, 500, 1000, 2000] as const;
const smallest = roomSizes[0];
const largest = roomSizes[roomSizes.length - 1] ?? smallest;

/** The warm-up has this many times as many joins as a measurement: code is slow when it first runs. */
const warmUpRatio = 5;

/** Joins per measurement: few, so that the room grows little. */
const joins = 100;
const maxSocketIoMs = 1;
/** Joining the largest room may cost this many times as much as joining the smallest. */
const maxGrowth = 1.5;

/** Measures how the cost of joining a room depends on the number of its members. It should not grow. */
export async function join({ rounds }: Options): Promise<Verdict[]> {
	const costs = new Map<PeerName, Map<number, number[]>>();
	for (const name of subjects)
		costs.set(name, await measureJoining(name, roomSizes, rounds, joins));
	endProgress();
	console.log('\nCPU for connecting and joining a room, in ms, by the number of its members\n');
	const of = (name: PeerName, size: number) => costs.get(name)?.get(size) ?? [];
	const growthOf = (name: PeerName) => ratios(of(name, largest), of(name, smallest));
	printTable(
		['', ...roomSizes.map(short), '× growth'],
		subjects.map((name) => [
			name,
			...roomSizes.map((size) => short(spreadOf(of(name, size)).median)),
			short(growthOf(name).median)
		])
	);
	return [
		{
			what: `our Socket.IO, CPU for joining a room of ${short(largest)} members`,
			unit: 'ms',
			target: { atMost: maxSocketIoMs },
			got: spreadOf(of('our Socket.IO', largest))
		},
		...subjects
			.filter((name) => name.startsWith('our'))
			.map((name) => ({
				what: `${name}, CPU for joining a room of ${short(largest)} members against one of ${short(smallest)}`,
				target: { atMost: maxGrowth },
				got: growthOf(name)
			}))
	];
}

/**
 * CPU in ms per join, by size of the room and round.
 * @param sizes ascending: members are added to the same room
 * @param count joins per measurement
 */
export async function measureJoining(
	name: PeerName,
	sizes: readonly number[],
	rounds: number,
	count: number
): Promise<Map<number, number[]>> {
	const { file, wire } = peers[name];
	const costs = new Map<number, number[]>();
	const pair = await Pair.start(file);
	const { port } = pair;
	try {
		await pair.load.call('openIdle', { port, wire, count: warmUpRatio * count });
		await pair.load.call('closeIdle');
		let members = 0;
		for (const size of sizes) {
			progress(`join: ${name}, a room of ${size}`);
			await pair.load.call('openIdle', { port, wire, count: size - members });
			members = size;
			const msPerJoin: number[] = [];
			for (let round = 1; round <= rounds; round++) {
				const joining = { port, wire, count };
				const { cpuMs } = await pair.measure(() => pair.load.call('openIdle', joining));
				msPerJoin.push(cpuMs / count);
				await pair.load.call('closeIdle', { last: count });
			}
			costs.set(size, msPerJoin);
		}
		return costs;
	} finally {
		await pair.stop();
	}
}
