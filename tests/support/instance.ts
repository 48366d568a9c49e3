import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { compileProgram } from './compile-program.ts';

const program = await compileProgram(new URL('instance-main.ts', import.meta.url));

/** A process that listens. */
interface Started {
	child: ChildProcess;
	port: number;
}

/** Starts a process with environment variables. Resolves when it listens. */
export type StartProcess = (env: Record<string, string>) => Promise<Started>;

/** Starts the realtime server without SvelteKit, from its source. */
async function startFromSource(env: Record<string, string>): Promise<Started> {
	const child = spawn(process.execPath, [program], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'inherit', 'inherit', 'ipc']
	});
	const [port] = (await once(child, 'message')) as [number];
	return { child, port };
}

/** An instance of the realtime server in its own process, which a test can kill. */
export class Instance {
	readonly #env: Record<string, string>;
	readonly #startProcess: StartProcess;
	#child: ChildProcess | null = null;
	#port = 0;
	#starting: Promise<void>;

	constructor(env: Record<string, string>, startProcess: StartProcess = startFromSource) {
		this.#env = env;
		this.#startProcess = startProcess;
		this.#starting = this.#start();
		process.on('exit', this.#killAtExit);
	}

	/** `http://127.0.0.1:port`; the port changes with each start. */
	get origin(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	/** Resolves when the latest process listens. */
	ready(): Promise<void> {
		return this.#starting;
	}

	/** Ends the process with a signal and starts a new one. */
	replace(signal: 'SIGKILL' | 'SIGTERM'): void {
		const before = this.#starting;
		this.#starting = before.then(() => {
			// A frozen process would not act on SIGTERM.
			this.#child?.kill('SIGCONT');
			this.#child?.kill(signal);
			return this.#start();
		});
	}

	/** Suspends the process: it answers nothing, but its connections stay open. */
	freeze(): void {
		this.#child?.kill('SIGSTOP');
	}

	thaw(): void {
		this.#child?.kill('SIGCONT');
	}

	async close(): Promise<void> {
		await this.#starting;
		process.off('exit', this.#killAtExit);
		this.#child?.kill('SIGKILL');
	}

	async #start(): Promise<void> {
		const { child, port } = await this.#startProcess(this.#env);
		this.#child = child;
		this.#port = port;
	}

	readonly #killAtExit = (): void => {
		this.#child?.kill('SIGKILL');
	};
}
