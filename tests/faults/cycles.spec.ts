import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Kind } from './closing.ts';

const program = fileURLToPath(new URL('cycles-main.ts', import.meta.url));
const cycles = 10_000;
/** Tolerated growth of the heap: 100 bytes per connection. */
const slack = cycles * 100;

interface Report {
	early: { heap: number; timers: number };
	middle: number;
	late: { heap: number; timers: number };
}

async function measure(kind: Kind): Promise<Report> {
	const args = ['--expose-gc', '--import', 'tsx', program, kind, String(cycles)];
	const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
	let output = '';
	for await (const chunk of child.stdout) output += String(chunk);
	return JSON.parse(output) as Report;
}

const kinds: Kind[] = ['websocket', 'sse', 'long-polling', 'socket-io'];

// #region cycles
test.concurrent.each(kinds)(
	`L1: ${cycles} connections over %s that close in every way leave nothing behind`,
	async (kind) => {
		const { early, middle, late } = await measure(kind);
		expect(late.heap - Math.min(early.heap, middle)).toBeLessThan(slack);
		expect(late.timers).toBeLessThanOrEqual(early.timers + 2);
	},
	10 * 60_000
);
// #endregion cycles
