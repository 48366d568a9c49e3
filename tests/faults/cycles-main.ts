/**
 * Thousands of connections that come and go, in a process of its own, so that its heap is nobody else's:
 * tests/faults/cycles.spec.ts starts it with a way to leave and reads what it prints.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { randomId } from '../../src/lib/protocol/room.ts';
import { startServer } from '../contract/lib/server.ts';
import { eventually } from '../contract/lib/wait.ts';
import { leave, type Way } from './leaving.ts';

const [, , way = '', cycles = '0'] = process.argv;
const total = Number(cycles);
const atOnce = 50;

const server = await startServer();

/** Heap in use after full collections, in bytes: the least of some seconds, as clean-ups come once a second. */
async function heap(): Promise<number> {
	let least = Infinity;
	for (let n = 0; n < 12; n++) {
		await new Promise((resolve) => setTimeout(resolve, 250));
		globalThis.gc?.();
		least = Math.min(least, process.memoryUsage().heapUsed);
	}
	return least;
}

async function metric(series: string): Promise<number> {
	const text = await (await fetch(`${server.origin}/metrics`)).text();
	const line = text.split('\n').find((candidate) => candidate.startsWith(series));
	return Number(line?.split(' ').at(-1) ?? 0);
}

async function run(count: number): Promise<void> {
	for (let done = 0; done < count; done += atOnce) {
		const batch = Array.from({ length: atOnce }, async (_, n) => {
			const socket = connect(server.port, '127.0.0.1');
			socket.on('error', () => undefined);
			await once(socket, 'connect');
			await leave(way as Way, socket, { room: `r${n % 7}`, turn: done + n, id: randomId(4) });
		});
		await Promise.all(batch);
	}
	await eventually(async () => (await metric('wirelab_rooms')) === 0, 'empty rooms', 30_000);
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

await run(total * 0.2);
const early = { heap: await heap(), timers: timers() };
await run(total * 0.3);
const middle = await heap();
await run(total * 0.5);
const late = { heap: await heap(), timers: timers() };
process.stdout.write(JSON.stringify({ early, middle, late }));
await server.close();
process.exit(0);
