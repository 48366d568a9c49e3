import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { python } from '../../scripts/lib/clients.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';

const interpreter = toolForTests(python);

/** Whether the Python specs can run here. */
export const hasPython = interpreter !== null;

/**
 * Runs a program in this folder with Python and returns the object that it printed.
 *
 * @throws with its error output if it fails
 */
export async function runPython(file: string, ...args: string[]): Promise<unknown> {
	if (!interpreter) throw new Error('Python is not installed');
	const path = fileURLToPath(new URL(file, import.meta.url));
	const child = spawn(interpreter.path, [path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let out = '';
	let errors = '';
	child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
	await once(child, 'close');
	if (child.exitCode !== 0) throw new Error(`${file} ended with ${child.exitCode}:\n${errors}`);
	return JSON.parse(out);
}
