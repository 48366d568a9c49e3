import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Way } from './leaving.ts';

const program = fileURLToPath(new URL('cycles-main.ts', import.meta.url));
const cycles = 10_000;
/** What the heap may differ by without anything being kept: a hundred bytes for each connection. */
const slack = cycles * 100;

interface Report {
	early: { heap: number; timers: number };
	middle: number;
	late: { heap: number; timers: number };
}

async function measure(way: Way): Promise<Report> {
	const args = ['--expose-gc', '--import', 'tsx', program, way, String(cycles)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let output = '';
	for await (const chunk of child.stdout) output += String(chunk);
	return JSON.parse(output) as Report;
}

const ways: Way[] = ['websocket', 'sse', 'long-polling', 'socket-io'];

// #region cycles
test.each(ways)(
	`L1: ${cycles} connections over %s come and leave in every manner, and leave nothing behind`,
	async (way) => {
		const { early, middle, late } = await measure(way);
		expect(late.heap - Math.min(early.heap, middle)).toBeLessThan(slack);
		expect(late.timers).toBeLessThanOrEqual(early.timers + 2);
	},
	10 * 60_000
);
// #endregion cycles
