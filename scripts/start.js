/**
 * `npm start` builds the site if the build is missing or stale, then serves it.
 *
 * This is JavaScript, so that Node 20 runs it without a loader: each process between npm and the server is
 * one more that may not forward a signal.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { bakedVariables, sourceStamp, stampFile } from '../src/build/build-stamp.js';

const root = fileURLToPath(new URL('..', import.meta.url));

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
	console.log(`${why}: building, which takes a minute …`);
	const code = await run(vite, 'build');
	if (code !== 0) process.exit(code);
}
process.exit(await run('build'));

function readStamp() {
	const file = `${root}build/${stampFile}`;
	return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/**
 * The environment of the build. A variable that is unset now keeps its value of the last build, so that a
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
 * Runs a Node program in the project's folder.
 * @param {...string} args
 * @returns {Promise<number>} its exit code; 128 + n after a signal, as in shells
 */
async function run(...args) {
	child = spawn(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
	const [code, signal] = /** @type {[number | null, NodeJS.Signals | null]} */ (
		await once(child, 'exit')
	);
	return signal === null ? (code ?? 1) : 128 + constants.signals[signal];
}

/**
 * Stops the server when the parent process ends. npm sends SIGTERM to its shell, which ends without
 * forwarding it; otherwise the server would keep the port.
 */
function followParent() {
	const parent = process.ppid;
	const watch = () => {
		if (process.ppid !== parent) child?.kill('SIGTERM');
	};
	setInterval(watch, 250).unref();
}
