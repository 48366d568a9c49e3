import { TestRedis, redisHint, redisTool } from '../../tests/support/redis.ts';
import type { Options } from '../lib/options.ts';
import { endProgress, printTable, short } from '../lib/output.ts';
import type { PeerName } from '../lib/peers.ts';
import type { Verdict } from '../lib/targets.ts';
import { cpuRatio, measure, median, windowLoads } from './measure.ts';

const subjects: readonly PeerName[] = ['Socket.IO', 'our Socket.IO', 'our WebSocket', 'our SSE'];
const readers = 1000;
const instances = 2;

/** Measures the cost of a delivery on two instances of a server that share rooms over Redis. */
export async function redis({ rounds, ms }: Options): Promise<Verdict[]> {
	if (redisTool === null) {
		console.log(`\nTwo instances over Redis${redisHint}`);
		return [];
	}
	const redisServer = await TestRedis.started();
	try {
		const measured = await measure({
			title: 'two instances over Redis',
			subjects: subjects.map((peer) => ({
				name: peer,
				peer,
				options: { readers, instances, redisUrl: redisServer.url }
			})),
			loads: windowLoads(ms),
			rounds
		});
		endProgress();
		console.log(
			`\nTwo instances over Redis, ${short(readers)} readers in total, CPU of both per delivery in µs: ` +
				'one at a time | 16 in flight\n' +
				'×: CPU per delivery of Socket.IO with its Redis adapter, divided by that of the server\n'
		);
		const base = measured.get('Socket.IO');
		const ours = measured.get('our Socket.IO');
		if (base === undefined || ours === undefined) return [];
		printTable(
			['', 'µs CPU', '×', '| µs CPU', '×'],
			[...measured].map(([name, { single, sixteen }]) => [
				name,
				short(median(single, ({ cpuMicros }) => cpuMicros)),
				short(cpuRatio(base.single, single).median),
				short(median(sixteen, ({ cpuMicros }) => cpuMicros)),
				short(cpuRatio(base.sixteen, sixteen).median)
			])
		);
		return [
			{
				what: 'CPU of @socket.io/redis-adapter relative to our Socket.IO, on two instances, one at a time',
				target: { atLeast: 1.5 },
				got: cpuRatio(base.single, ours.single)
			}
		];
	} finally {
		await redisServer.close();
	}
}
