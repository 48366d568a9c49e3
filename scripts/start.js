/**
 * `npm start` builds the site if the build is missing or stale, then serves it.
 *
 * This is JavaScript, so that Node 20 runs it without a loader: every further process between npm and the server
 * might fail to forward a signal.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bakedVariables, sourceStamp, stampFile } from '../src/build/build-stamp.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The interval at which the parent process is checked. */
const watchIntervalMs = 250;

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;

// Forward signals to the server, which exits with its own code.
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
	process.on(signal, () => child?.kill(signal));
}
followParent();

const stamp = readStamp();
const env = buildEnvironment();
if (stamp !== sourceStamp(root, env)) {
	const vite = 'node_modules/vite/bin/vite.js';
	const why = stamp === null ? 'There is no build yet' : 'The sources have changed';
	if (!existsSync(`${root}${vite}`)) {
		console.error(`${why}, and the tools for building are not installed: run npm ci`);
		process.exit(1);
	}
	console.log(`${why}: building, which takes up to two minutes, or a few seconds after an edit …`);
	const code = await build(vite);
	if (code !== 0) process.exit(code);
}
process.exit(await run('inherit', 'build'));

function readStamp() {
	const file = `${root}build/${stampFile}`;
	return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/**
 * The environment of the build. A variable that is unset now keeps its value from the last build, so that a
 * start without it does not remove the canonical addresses. An empty variable counts as set.
 */
function buildEnvironment() {
	const kept = Object.entries(bakedVariables(stamp ?? '')).filter(
		([name]) => process.env[name] === undefined
	);
	for (const [name, value] of kept) {
		console.log(`${name} is not set: keeping ${value} of the last build (set it empty to drop it)`);
	}
	return { ...process.env, ...Object.fromEntries(kept) };
}

/**
 * Builds the site, and prints which step it waits for instead of Vite's lists of files and SvelteKit's short steps.
 * @param {string} vite path of the program
 */
async function build(vite) {
	const start = performance.now();
	/** @type {readonly (readonly [begins: RegExp, step: string])[]} */
	const steps = [
		[/building ssr environment/, 'compiling the pages'],
		[/building client environment/, 'bundling the scripts of the browser'],
		[/asking TypeScript/, 'asking TypeScript for the types in printed code'],
		[/Prerendering/, 'rendering the pages'],
		[/Compressing assets/, 'compressing the files'],
		[/Building the entries/, 'bundling the server']
	];
	const omittedLine =
		/^(?:\s*$|\.svelte-kit\/|\s*200 \/|\s*(?:Analysing|Copying|Building (?:app|server)$)|transforming|rendering chunks|computing gzip)/;
	// SvelteKit names its steps only at this level.
	const ended = run('pipe', vite, 'build', '--logLevel', 'info');
	// The build must not stop because its output cannot be written.
	process.stdout.on('error', () => undefined);
	if (child?.stdout) {
		for await (const line of createInterface({ input: child.stdout })) {
			const step = steps.find(([begins]) => begins.test(line))?.[1];
			const seconds = Math.round((performance.now() - start) / 1000);
			if (step !== undefined) console.log(`${String(seconds).padStart(4)} s  ${step} …`);
			else if (!omittedLine.test(line)) console.log(line);
		}
	}
	return ended;
}

/**
 * Runs a Node program in the project's folder.
 * @param {'inherit' | 'pipe'} output its standard output
 * @param {...string} args
 * @returns {Promise<number>} its exit code; 128 + n after a signal, as in shells
 */
async function run(output, ...args) {
	child = spawn(process.execPath, args, { cwd: root, env, stdio: ['inherit', output, 'inherit'] });
	const [code, signal] = /** @type {[number | null, NodeJS.Signals | null]} */ (
		await once(child, 'exit')
	);
	return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}

/**
 * Stops the build or the server when the parent process ends. npm sends SIGTERM to its shell, which ends without
 * forwarding it, so the server would keep running and hold the port.
 */
function followParent() {
	const parent = process.ppid;
	const watch = () => {
		if (process.ppid !== parent) child?.kill('SIGTERM');
	};
	setInterval(watch, watchIntervalMs).unref();
}
