/** `npm run check`: checks the types of every TypeScript project, two at a time, and prints the errors of each one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { tsProjects, type TsProject } from './lib/ts-projects.ts';

const cwd = fileURLToPath(new URL('..', import.meta.url));
const svelteCheck = ['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings'];
const pretty = process.stdout.isTTY ? ['--pretty'] : [];
const tsc = ['node_modules/typescript/bin/tsc', ...pretty];

async function check({ name, config, isSvelte }: TsProject): Promise<void> {
	const start = performance.now();
	const args = isSvelte ? [...svelteCheck, '--tsconfig', config] : [...tsc, '--project', config];
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
const queue = [...tsProjects];

/** Checks one project of the queue after another. */
async function worker(): Promise<void> {
	for (let project = queue.shift(); project; project = queue.shift()) {
		if (project.after) await done.get(project.after);
		const checked = check(project);
		done.set(project.name, checked);
		await checked;
	}
}

await Promise.all([worker(), worker()]);
