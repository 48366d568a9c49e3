import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** The functions of a child process. Each has at most one argument, which is sent over IPC. */
type Api = Record<string, (input: never) => unknown>;

interface Call {
	id: number;
	name: string;
	input: unknown;
}

type Result = { id: number; value: unknown } | { id: number; error: string };

export interface ChildOptions {
	env?: Readonly<Record<string, string>>;
	/** The core to run on; null: any. */
	core: number | null;
	/** Lets the child run the garbage collector before it measures its memory. */
	exposeGc?: boolean;
}

/** Runs a TypeScript program in its own process and calls its functions over Node's IPC. */
export class Child<ChildApi extends Api> {
	readonly #process: ChildProcess;
	readonly #pending = new Map<
		number,
		{ resolve: (value: unknown) => void; reject: (error: Error) => void }
	>();
	#calls = 0;

	constructor(path: string, { env = {}, core, exposeGc = false }: ChildOptions) {
		const pin = core === null ? [] : ['taskset', '-c', String(core)];
		const [command, ...rest] = [
			...pin,
			process.execPath,
			...(exposeGc ? ['--expose-gc'] : []),
			'--import',
			'tsx',
			path
		];
		this.#process = spawn(command, rest, {
			env: { ...process.env, NODE_ENV: 'production', ...env },
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		});
		this.#process.on('message', (result: Result) => {
			const pending = this.#pending.get(result.id);
			this.#pending.delete(result.id);
			if ('error' in result) pending?.reject(new Error(result.error));
			else pending?.resolve(result.value);
		});
		this.#process.on('exit', (code, signal) => {
			this.#fail(
				signal === null ? `${path} exited with code ${code}` : `${path} was ended by ${signal}`
			);
		});
		this.#process.on('error', (error) => this.#fail(error.message));
	}

	/** @throws Error if the child's function throws, or the child exits before it has returned */
	call<Name extends keyof ChildApi & string>(
		name: Name,
		...[input]: Parameters<ChildApi[Name]>
	): Promise<Awaited<ReturnType<ChildApi[Name]>>> {
		return new Promise((resolve, reject) => {
			const id = ++this.#calls;
			this.#pending.set(id, { resolve: (value) => resolve(value as never), reject });
			const call: Call = { id, name, input };
			this.#process.send(call, (error) => error && reject(error));
		});
	}

	/** Kills the process; resolves when it has exited. */
	async kill(): Promise<void> {
		const { exitCode, signalCode } = this.#process;
		if (exitCode !== null || signalCode !== null) return;
		const exited = once(this.#process, 'exit');
		this.#process.kill('SIGKILL');
		await exited;
	}

	#fail(reason: string): void {
		for (const { reject } of this.#pending.values()) reject(new Error(reason));
		this.#pending.clear();
	}
}

/** For the child: runs the functions that the parent calls, and ends the child when its parent has ended. */
export function serve(api: Api): void {
	process.on('disconnect', () => process.exit());
	process.on('message', ({ id, name, input }: Call) => {
		const reply = (result: Result) => process.send?.(result);
		Promise.resolve()
			.then(() => api[name]?.(input as never))
			.then(
				(value) => reply({ id, value }),
				(error: unknown) =>
					reply({ id, error: error instanceof Error ? error.message : String(error) })
			);
	});
}
