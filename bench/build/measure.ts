import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** A program's peak of memory can be read only while it runs. */
const pollMs = 200;

export interface Cost {
	seconds: number;
	/** The peak of the resident memory of the process, without its children; null where it cannot be read. */
	peakMemoryMiB: number | null;
}

/** Runs a Node program in a folder. @throws Error with the output of the program if it fails */
export async function measure(folder: string, ...args: string[]): Promise<Cost> {
	const start = performance.now();
	const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	let peakMemoryMiB: number | null = null;
	const polling = setInterval(
		() => (peakMemoryMiB = readPeakMemoryMiB(child.pid) ?? peakMemoryMiB),
		pollMs
	);
	const [code] = (await once(child, 'close')) as [number | null];
	clearInterval(polling);
	if (code !== 0) throw new Error(`${args.join(' ')} failed:\n${output}`);
	return { seconds: (performance.now() - start) / 1000, peakMemoryMiB };
}

/** Linux keeps the maximum, in KiB. Null on other systems, and after the process has exited. */
function readPeakMemoryMiB(pid: number | undefined): number | null {
	try {
		const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
		return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]) / 1024 || null;
	} catch {
		return null;
	}
}
