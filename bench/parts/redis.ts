import { TestRedis, redisHint, redisTool } from '../../tests/support/redis.ts';
import type { Options } from '../lib/options.ts';
import { endProgress, printTable, short } from '../lib/output.ts';
import type { PeerName } from '../lib/peers.ts';
import type { Verdict } from '../lib/targets.ts';
import { measure, median, times } from './measure.ts';

const subjects: readonly PeerName[] = ['Socket.IO', 'our Socket.IO', 'our WebSocket', 'our SSE'];
const readers = 1000;
const instances = 2;

/** Measures the cost of a delivery on two servers that share rooms over Redis. */
export async function redis({ rounds, ms }: Options): Promise<Verdict[]> {
	if (redisTool === null) {
		console.log(`\nTwo instances over Redis${redisHint}`);
		return [];
	}
	const server = await TestRedis.started();
	try {
		const measured = await measure({
			title: 'two instances over Redis',
			subjects: subjects.map((peer) => ({
				name: peer,
				peer,
				options: { readers, instances, redisUrl: server.url }
			})),
			loads: { single: { window: 1, ms }, many: { window: 16, ms } },
			rounds
		});
		endProgress();
		console.log(
			`\nTwo instances over Redis, ${short(readers)} readers in total, CPU of both per delivery in µs: ` +
				'one at a time | 16 in flight\n'
		);
		const base = measured.get('Socket.IO');
		const ours = measured.get('our Socket.IO');
		if (base === undefined || ours === undefined) return [];
		printTable(
			['', 'µs CPU', '×', '| µs CPU', '×'],
			[...measured].map(([name, { single, many }]) => [
				name,
				short(median(single, ({ cpuMicros }) => cpuMicros)),
				short(times(base.single, single).median),
				short(median(many, ({ cpuMicros }) => cpuMicros)),
				short(times(base.many, many).median)
			])
		);
		return [
			{
				what: 'our Socket.IO on two instances against @socket.io/redis-adapter, one at a time',
				target: { atLeast: 1.5 },
				got: times(base.single, ours.single)
			}
		];
	} finally {
		await server.close();
	}
}
