import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

export interface Cost {
	seconds: number;
	/** The most memory that the process held, without its children; null on systems that do not tell. */
	peakMiB: number | null;
}

/** Runs a Node program in a folder. Throws with what it printed if it fails. */
export async function measure(root: string, ...args: string[]): Promise<Cost> {
	const start = performance.now();
	const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	let peakMiB: number | null = null;
	const look = setInterval(() => (peakMiB = highWater(child.pid) ?? peakMiB), 200);
	const [code] = (await once(child, 'close')) as [number | null];
	clearInterval(look);
	if (code !== 0) throw new Error(`${args.join(' ')} failed:\n${output}`);
	return { seconds: (performance.now() - start) / 1000, peakMiB };
}

/** The kernel keeps the maximum, in KiB. */
function highWater(pid: number | undefined): number | null {
	try {
		const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
		return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024 || null;
	} catch {
		return null;
	}
}
