import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '../contract/lib/wait.ts';
import { freePort } from '../support/free-port.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** How the process exited. */
export interface Exit {
	code: number | null;
	signal: NodeJS.Signals | null;
}

/** A `node build` process, for tests of what `startHost` relies on: where it listens and how it exits. */
export interface Site {
	port: number;
	url: string;
	child: ChildProcess;
	/** The output of both streams so far. */
	output: () => string;
	/** Resolves with its exit code and signal. */
	ended: Promise<Exit>;
}

export interface SiteOptions {
	env?: Record<string, string>;
	/** The working directory; default: the project. */
	cwd?: string;
	stdio?: StdioOptions;
	/** The program and its arguments; default: `node build`. */
	command?: readonly [string, ...string[]];
}

const running = new Set<ChildProcess>();

/** Starts the production server. Resolves when it has printed its address. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
	const site = await spawnSite(options);
	const ended = () => site.child.exitCode !== null || site.child.signalCode !== null;
	await until(
		() => site.output().includes('Listening on') || ended(),
		'the server to listen',
		20_000
	);
	if (ended()) throw new Error(`the server exited instead of listening:\n${site.output()}`);
	return site;
}

/** Starts the production server, which may fail to start. */
export async function spawnSite({ env, cwd, stdio, command }: SiteOptions = {}): Promise<Site> {
	// A command in another folder may build there itself.
	if (!(cwd && command) && !existsSync(join(cwd ?? root, 'build/index.js'))) {
		throw new Error('there is no build: npm run build');
	}
	const port = await freePort();
	const [program, ...args] = command ?? [process.execPath, 'build'];
	const child = spawn(program, args, {
		cwd: cwd ?? root,
		// The server gets only PATH from the tests' environment.
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

/** Kills processes that a test left running, except for children of `npm start`. */
export async function stopAll(): Promise<void> {
	await Promise.all(
		[...running].map(async (child) => {
			const closed = once(child, 'close');
			child.kill('SIGKILL');
			await closed;
		})
	);
}

/** A plain TCP connection and its received bytes. */
export async function tcp(port: number): Promise<{ socket: Socket; received: () => string }> {
	const socket = connect(port, '127.0.0.1');
	let received = '';
	socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	return { socket, received: () => received };
}
