import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from '../../contract/lib/wait.ts';
import { freePort } from '../../support/free-port.ts';

export interface ProgramOptions {
	/** Arguments for Node: the printed program, or a host of a printed function. */
	args: readonly string[];
	cwd: string;
	env?: Record<string, string>;
	/** Makes intervals of a second or more fire 100,000 times per second. */
	isFast?: boolean;
	/** How many connections the program opens itself, and keeps. */
	ownSockets?: number;
}

/** The resources of a process after garbage collection. */
interface Measure {
	sockets: number;
	timers: number;
	heldBytes: number;
	/** Ticks of the fast clock so far. */
	ticks: number;
}

const probe = new URL('probe.mjs', import.meta.url).href;
export const root = fileURLToPath(new URL('../../..', import.meta.url));
const startLimitMs = 60_000;
/** Node closes an idle connection after a second (probe.mjs), and `ws` one that does not answer a close after 30 s. */
const settleLimitMs = 40_000;

/** A sample in its own process, which reports its sockets, timers and memory. */
export class Program {
	readonly port: number;
	readonly origin: string;
	readonly #child: ChildProcess;
	readonly #ownSockets: number;
	#output = '';
	#idle: Measure | undefined;

	private constructor(child: ChildProcess, port: number, ownSockets: number) {
		this.#child = child;
		this.#ownSockets = ownSockets;
		this.port = port;
		this.origin = `http://127.0.0.1:${port}`;
		for (const stream of [child.stdout, child.stderr]) {
			stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
		}
	}

	/** Starts a program. Resolves when it answers a plain request. */
	static async start(options: ProgramOptions): Promise<Program> {
		const { args, cwd, env, isFast = false, ownSockets = 0 } = options;
		const port = await freePort();
		const child = spawn(process.execPath, ['--import', probe, ...args], {
			cwd,
			env: {
				PATH: process.env.PATH,
				HOST: '127.0.0.1',
				PORT: String(port),
				PROBE_FAST_CLOCK: isFast ? '1' : '0',
				...env
			},
			stdio: ['ignore', 'pipe', 'pipe', 'ipc']
		});
		const program = new Program(child, port, ownSockets);
		await until(
			async () => {
				program.expectAlive();
				const request = fetch(program.origin, { headers: { connection: 'close' } });
				return request.then(
					async (response) => (await response.text(), true),
					() => false
				);
			},
			'the program to answer',
			startLimitMs
		).catch(async (error: unknown) => {
			await program.stop();
			throw error;
		});
		return program;
	}

	/** @throws Error with the output if the process has exited */
	expectAlive(): void {
		const { exitCode, signalCode } = this.#child;
		if (exitCode === null && signalCode === null) return;
		throw new Error(`the process ended (${exitCode ?? signalCode}):\n${this.#output.slice(-4000)}`);
	}

	/** @throws if the process exits before it answers */
	async measure(): Promise<Measure> {
		this.expectAlive();
		const answered = new AbortController();
		const { signal } = answered;
		this.#child.send('measure');
		try {
			const answer = once(this.#child, 'message', { signal }) as Promise<[Measure]>;
			const ended = once(this.#child, 'close', { signal }).then(() => null);
			const measured = await Promise.race([answer, ended]);
			this.expectAlive();
			if (measured === null) throw new Error('the process ended');
			return measured[0];
		} finally {
			answered.abort();
		}
	}

	/** Records the resources of the process without connections of clients. */
	async recordIdle(): Promise<void> {
		const isIdle = async () => (await this.measure()).sockets === this.#ownSockets;
		await until(isIdle, 'no connection of a client');
		this.#idle = await this.measure();
	}

	/** Waits until the process has no more sockets and timers than without connections. */
	async waitUntilIdle(): Promise<void> {
		const idle = this.#idle;
		if (!idle) throw new Error('recordIdle() must be called first');
		let last: Measure | undefined;
		const isIdle = async () => {
			last = await this.measure();
			return last.sockets <= idle.sockets && last.timers <= idle.timers;
		};
		await until(isIdle, 'idle counts', settleLimitMs).catch((error: unknown) => {
			this.expectAlive();
			throw new Error(`${JSON.stringify(last)} instead of ${JSON.stringify(idle)}`, {
				cause: error
			});
		});
	}

	/** The growth of the memory in bytes since the process was idle. */
	async grownBytes(): Promise<number> {
		return (await this.measure()).heldBytes - (this.#idle?.heldBytes ?? 0);
	}

	async stop(): Promise<void> {
		const { exitCode, signalCode } = this.#child;
		if (exitCode !== null || signalCode !== null) return;
		const closed = once(this.#child, 'close');
		this.#child.kill('SIGKILL');
		await closed;
	}
}
