import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../lib/host.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** How the process ended, and how long after the signal that was sent to it. */
export interface Ending {
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** A `node build` of its own, for what `startHost` takes for granted: where it listens, how it ends. */
export interface Site {
	port: number;
	url: string;
	child: ChildProcess;
	/** All that it has printed, both streams. */
	output: () => string;
	/** Its exit code and signal, once it has ended. */
	ended: Promise<Ending>;
}

export interface SiteOptions {
	env?: Record<string, string>;
	/** Instead of the project's own folder. */
	cwd?: string;
	stdio?: StdioOptions;
	/** The program and its arguments, instead of `node build`. */
	command?: readonly [string, ...string[]];
}

const running = new Set<ChildProcess>();

/** Starts the production server and resolves when it has said where it listens. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
	const site = await spawnSite(options);
	const ended = () => site.child.exitCode !== null || site.child.signalCode !== null;
	await until(
		() => site.output().includes('Listening on') || ended(),
		'the server to listen',
		20_000
	);
	if (ended()) throw new Error(`it ended instead of listening:\n${site.output()}`);
	return site;
}

/** Starts the production server, which may refuse to. */
export async function spawnSite({ env, cwd, stdio, command }: SiteOptions = {}): Promise<Site> {
	if (!existsSync(`${root}build/index.js`)) throw new Error('there is no build: npm run build');
	const port = await freePort();
	const [program, ...args] = command ?? [process.execPath, 'build'];
	const child = spawn(program, args, {
		cwd: cwd ?? root,
		// nothing of the tests' own environment but what finds programs
		env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: String(port), ...env },
		stdio: stdio ?? ['ignore', 'pipe', 'pipe']
	});
	running.add(child);
	let output = '';
	const collect = (chunk: Buffer) => (output += chunk.toString());
	child.stdout?.on('data', collect);
	child.stderr?.on('data', collect);
	const ended = once(child, 'close').then(([code, signal]) => {
		running.delete(child);
		return { code, signal };
	});
	return { port, url: `http://127.0.0.1:${port}`, child, output: () => output, ended };
}

/** Ends whatever a test has left running; not what `npm start` has started in its turn. */
export async function stopAll(): Promise<void> {
	await Promise.all(
		[...running].map(async (child) => {
			const closed = once(child, 'close');
			child.kill('SIGKILL');
			await closed;
		})
	);
}

/** A plain TCP connection and what came in on it. */
export async function tcp(port: number): Promise<{ socket: Socket; received: () => string }> {
	const socket = connect(port, '127.0.0.1');
	let received = '';
	socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	return { socket, received: () => received };
}

/** Asks again and again until the answer is one; `until` is for what can be seen without asking. */
export async function eventually<Value>(
	ask: () => Promise<Value | null>,
	what: string
): Promise<Value> {
	const end = performance.now() + 5_000;
	while (performance.now() < end) {
		const answer = await ask();
		if (answer !== null) return answer;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	throw new Error(`asked in vain for ${what}`);
}
