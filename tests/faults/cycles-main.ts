/**
 * Opens and closes thousands of connections in its own process, whose heap is not shared:
 * tests/faults/cycles.spec.ts starts it for a transport and reads its report from stdout.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { readMetric } from '../contract/lib/metrics.ts';
import { startServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';
import { openAndClose, type Kind } from './closing.ts';

const [, , kind = '', cycles = '0'] = process.argv;
const total = Number(cycles);
const concurrency = 50;

const server = await startServer();

/** Heap in use after garbage collection, in bytes: the minimum over some seconds, as clean-up runs once a second. */
async function measureHeap(): Promise<number> {
	let least = Infinity;
	for (let n = 0; n < 12; n++) {
		await new Promise((resolve) => setTimeout(resolve, 250));
		globalThis.gc?.();
		least = Math.min(least, process.memoryUsage().heapUsed);
	}
	return least;
}

async function run(count: number): Promise<void> {
	for (let done = 0; done < count; done += concurrency) {
		const batch = Array.from({ length: concurrency }, async (_, n) => {
			const socket = connect(server.port, '127.0.0.1');
			socket.on('error', () => undefined);
			await once(socket, 'connect');
			await openAndClose(kind as Kind, socket, { room: `r${n % 7}`, turn: done + n });
		});
		await Promise.all(batch);
	}
	await until(async () => (await readMetric(server, 'wirelab_rooms')) === 0, 'empty rooms', 30_000);
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

await run(total * 0.2);
const early = { heap: await measureHeap(), timers: timers() };
await run(total * 0.3);
const middle = await measureHeap();
await run(total * 0.5);
const late = { heap: await measureHeap(), timers: timers() };
process.stdout.write(JSON.stringify({ early, middle, late }));
await server.close();
process.exit(0);
