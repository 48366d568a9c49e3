import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config.ts';
import { drainMs, maxHeapMb, maxLoggedLength, readyCheckMs, startTimeoutMs } from './limits.ts';
import type { StartMessage } from './start-message.ts';

export interface ServerProcessOptions {
	/** Arguments of Node that run src/instance.ts. */
	program: readonly string[];
	config: Config;
	folder: string;
	/** Called when a process ends by itself, with the end of its output. */
	onCrash: (output: string) => void;
}

/** The realtime server in its own process, without pages. It ends when this process ends, for whatever reason. */
export class ServerProcess {
	readonly #options: ServerProcessOptions;
	#child: ChildProcess | null = null;
	#starts = 0;
	#socketPath: string | null = null;

	constructor(options: ServerProcessOptions) {
		this.#options = options;
	}

	/** Where it listens; null while it does not accept traffic. */
	get socketPath(): string | null {
		return this.#socketPath;
	}

	get pid(): number | undefined {
		return this.#child?.pid;
	}

	/**
	 * Resolves when it accepts traffic.
	 * @throws Error if it ends, or is not ready in time
	 */
	async start(): Promise<void> {
		const { program, config, folder } = this.#options;
		// A process that was killed leaves its socket behind, so each process gets a new path.
		const socketPath = socketPathIn(folder, ++this.#starts);
		const args = [`--max-old-space-size=${maxHeapMb}`, ...program];
		const child = spawn(process.execPath, args, {
			// In its own process group: Ctrl-C in a terminal reaches only this server.
			detached: true,
			env: { PATH: process.env['PATH'] },
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'pipe', 'ipc']
		});
		this.#child = child;
		let output = '';
		child.stderr?.on('data', (chunk: Buffer) => {
			output = (output + chunk.toString()).slice(-maxLoggedLength);
		});
		const ended = new Promise<never>((_, reject) => {
			child.once('error', reject);
			child.once('close', () => {
				reject(new Error('The process has ended.'));
				if (this.#child !== child) return;
				this.#child = this.#socketPath = null;
				this.#options.onCrash(output);
			});
		});
		ended.catch(() => undefined);
		// Without a listener a failed write to a process that has died would be an uncaught error.
		child.send({ config, socketPath, folder } satisfies StartMessage, () => undefined);
		const timeout = new AbortController();
		try {
			const late = sleep(startTimeoutMs, undefined, timeout).then(() => {
				throw new Error('The process did not get ready in time.');
			});
			late.catch(() => undefined);
			await Promise.race([this.#untilReady(child, socketPath, timeout.signal), ended, late]);
		} catch (error) {
			if (this.#child === child) await this.kill();
			throw error;
		} finally {
			timeout.abort();
		}
		this.#socketPath = socketPath;
	}

	/** Kills the process (SIGKILL). Resolves when it has ended. */
	async kill(): Promise<void> {
		const child = this.#forget();
		if (child === null || hasEnded(child)) return;
		const closed = once(child, 'close');
		child.kill('SIGKILL');
		await closed;
	}

	/** Lets the server notify its readers and exit. Kills it if that takes longer than `drainMs`. */
	async drain(): Promise<void> {
		const child = this.#forget();
		if (child === null || hasEnded(child)) return;
		const closed = once(child, 'close');
		const timer = setTimeout(() => child.kill('SIGKILL'), drainMs);
		child.kill('SIGTERM');
		await closed;
		clearTimeout(timer);
	}

	#forget(): ChildProcess | null {
		const child = this.#child;
		this.#child = this.#socketPath = null;
		return child;
	}

	/** Resolves when it listens, and has connected to its Redis. */
	async #untilReady(child: ChildProcess, socketPath: string, signal: AbortSignal): Promise<void> {
		await once(child, 'message', { signal });
		while (!signal.aborted && (await statusOf(socketPath)) !== 200) await sleep(readyCheckMs);
	}
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
	exitCode !== null || signalCode !== null;

function socketPathIn(folder: string, turn: number): string {
	if (process.platform !== 'win32') return join(folder, `server-${turn}.sock`);
	return `\\\\.\\pipe\\${folder.replaceAll(/\W/g, '-')}-${turn}`;
}

async function statusOf(socketPath: string): Promise<number | undefined> {
	const sent = request({
		socketPath,
		path: '/readyz',
		headers: { host: 'localhost' },
		agent: false
	});
	sent.end();
	try {
		const [response] = (await once(sent, 'response')) as [{ statusCode: number; resume(): void }];
		response.resume();
		return response.statusCode;
	} catch {
		return undefined;
	}
}
