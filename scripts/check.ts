/** `npm run check`: the types of every side, of two at a time. Prints the errors of each when it is done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sides, type Side } from './lib/sides.ts';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const svelteCheck = ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings'];
const pretty = process.stdout.isTTY ? ['--pretty'] : [];
const tsc = ['node_modules/typescript/bin/tsc', ...pretty];

async function check({ name, config, svelte }: Side): Promise<void> {
	const start = performance.now();
	const args = svelte ? [...svelteCheck, '--tsconfig', config] : [...tsc, '--project', config];
	const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const [code] = (await once(child, 'close')) as [number | null];
	const seconds = Math.round((performance.now() - start) / 1000);
	console.log(`── ${name}: ${code === 0 ? 'no errors' : 'errors'} (${seconds} s) ──`);
	if (code === 0) return;
	console.log(output);
	process.exitCode = 1;
}

const done = new Map<string, Promise<void>>();
const waiting = [...sides];

/** Takes the next side until none is left. */
async function work(): Promise<void> {
	for (let side = waiting.shift(); side; side = waiting.shift()) {
		if (side.after) await done.get(side.after);
		const checked = check(side);
		done.set(side.name, checked);
		await checked;
	}
}

await Promise.all([work(), work()]);
