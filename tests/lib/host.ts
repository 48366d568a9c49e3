import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';

/** The three ways to run the site, each with all live endpoints on one port. */
export const hostNames = ['dev', 'preview', 'production'] as const;
export type HostName = (typeof hostNames)[number];

const root = fileURLToPath(new URL('../..', import.meta.url));
const vite = `${root}node_modules/vite/bin/vite.js`;
/** A cold `vite dev` on two busy cores takes most of this. */
const startLimitMs = 90_000;
/** Longer than the drain may take: the contract gives it 5 s. */
const stopLimitMs = 10_000;

const commands: Record<HostName, { needs?: string; args: (port: number) => string[] }> = {
	dev: { args: (port) => viteArgs('dev', port) },
	preview: { needs: `${root}.svelte-kit/output`, args: (port) => viteArgs('preview', port) },
	production: { needs: `${root}build/index.js`, args: () => [`${root}build`] }
};

/** One running server of the site, on its own port. */
export interface Host {
	name: HostName;
	/** The origin, without a trailing slash. */
	url: string;
	/** The output so far. */
	output: () => string;
	/** True until the process has ended for any reason. */
	isAlive: () => boolean;
	/** Sends SIGTERM; resolves with the exit code (null if the process had to be killed). */
	stop: () => Promise<number | null>;
	/** Restarts the server on the same port after `stop` or a crash. */
	start: () => Promise<void>;
}

/**
 * Starts the site and resolves when it answers.
 *
 * @throws with the server's output when it ends early or does not answer in time.
 */
export async function startHost(name: HostName, env: Record<string, string> = {}): Promise<Host> {
	const command = commands[name];
	if (command.needs && !existsSync(command.needs)) {
		throw new Error(`${name} serves the build, which is missing: npm run build`);
	}

	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	let output = '';
	let child: ChildProcess;

	const isAlive = () => child.exitCode === null && child.signalCode === null;

	async function start() {
		child = spawn(process.execPath, command.args(port), {
			cwd: root,
			// All tests use one address, and each opens its own rooms.
			env: {
				...cleanEnvironment(),
				HOST: '127.0.0.1',
				PORT: String(port),
				MAX_ROOMS_PER_IP: '0',
				...env
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		const collect = (chunk: Buffer) => (output += chunk.toString());
		child.stdout?.on('data', collect);
		child.stderr?.on('data', collect);
		await waitForAnswer(url, isAlive, () => output);
	}

	async function stop() {
		if (!isAlive()) return child.exitCode;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		const deadline = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
		await ended;
		clearTimeout(deadline);
		return child.exitCode;
	}

	await start().catch(async (error: unknown) => {
		await stop();
		throw error;
	});
	return { name, url, output: () => output, isAlive, stop, start };
}

function viteArgs(mode: 'dev' | 'preview', port: number): string[] {
	return [vite, mode, '--host', '127.0.0.1', '--port', String(port), '--strictPort'];
}

/** The environment without the server's settings, and without Vitest's NODE_ENV=test, which changes how Vite runs. */
function cleanEnvironment(): NodeJS.ProcessEnv {
	const { NODE_ENV, VITEST, PORT, HOST, ORIGIN, REDIS_URL, ...rest } = process.env;
	return rest;
}

async function waitForAnswer(
	url: string,
	isAlive: () => boolean,
	output: () => string
): Promise<void> {
	const deadline = Date.now() + startLimitMs;
	while (Date.now() < deadline) {
		if (!isAlive()) throw new Error(`the server ended before it answered:\n${output()}`);
		const response = await fetch(url, { signal: AbortSignal.timeout(startLimitMs) }).catch(
			() => null
		);
		await response?.body?.cancel();
		if (response?.ok) return;
		await delay(50);
	}
	throw new Error(`no answer at ${url} within ${startLimitMs} ms:\n${output()}`);
}
