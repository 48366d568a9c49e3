/** `npm start`: builds the site if the build is missing or stale, then serves it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { sourceStamp, stampFile } from '../src/build-stamp.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

let child: ChildProcess | undefined;
// npm and terminals signal this process; the server has to hear it, and ends with its own code
for (const signal of signals) process.on(signal, () => child?.kill(signal));

if (!isFresh()) {
	console.log(
		`${existsSync(`${root}build`) ? 'Sources have changed' : 'No build yet'}: building …`
	);
	const code = await run('node_modules/vite/bin/vite.js', 'build');
	if (code !== 0) process.exit(code);
}
process.exit(await run('build'));

function isFresh(): boolean {
	const stamp = `${root}build/${stampFile}`;
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceStamp(root, process.env);
}

/** Runs a Node program in the project's folder; its exit code, 128 + n for a signal as shells say it. */
async function run(...args: string[]): Promise<number> {
	child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
	const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
	if (signal !== null) return 128 + constants.signals[signal];
	return code ?? 1;
}
