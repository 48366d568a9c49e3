import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** What a child process can be asked: by name, with one argument that survives structured cloning. */
type Api = Record<string, (input: never) => unknown>;

interface Question {
	id: number;
	name: string;
	input: unknown;
}

type Answer = { id: number; value: unknown } | { id: number; error: string };

export interface ChildOptions {
	args?: readonly string[];
	env?: Readonly<Record<string, string>>;
	/** The core that it shall run on; null: any. */
	core: number | null;
	/** Lets it collect its garbage when it is asked how much memory it needs. */
	collectable?: boolean;
}

/** A program of this folder in a process of its own, which is asked over Node's IPC. */
export class Child<Asked extends Api> {
	readonly #process: ChildProcess;
	readonly #waiting = new Map<
		number,
		{ resolve: (value: unknown) => void; reject: (error: Error) => void }
	>();
	#asked = 0;

	constructor(path: string, { args = [], env = {}, core, collectable = false }: ChildOptions) {
		const pin = core === null ? [] : ['taskset', '-c', String(core)];
		const [command = process.execPath, ...rest] = [
			...pin,
			process.execPath,
			...(collectable ? ['--expose-gc'] : []),
			...['--import', 'tsx', path, ...args]
		];
		this.#process = spawn(command, rest, {
			env: { ...process.env, NODE_ENV: 'production', ...env },
			stdio: ['ignore', 'inherit', 'inherit', 'ipc']
		});
		this.#process.on('message', (answer: Answer) => {
			const waiting = this.#waiting.get(answer.id);
			this.#waiting.delete(answer.id);
			if ('error' in answer) waiting?.reject(new Error(answer.error));
			else waiting?.resolve(answer.value);
		});
		this.#process.on('exit', (code) => this.#fail(`${path} ended with code ${code}`));
		this.#process.on('error', (error) => this.#fail(error.message));
	}

	/** @throws Error whatever the child threw, or that it has ended */
	ask<Name extends keyof Asked & string>(
		name: Name,
		...[input]: Parameters<Asked[Name]>
	): Promise<Awaited<ReturnType<Asked[Name]>>> {
		return new Promise((resolve, reject) => {
			const id = ++this.#asked;
			this.#waiting.set(id, { resolve: (value) => resolve(value as never), reject });
			const question: Question = { id, name, input };
			this.#process.send(question, (error) => error && reject(error));
		});
	}

	/** Ends it; resolves when it has gone. */
	async end(): Promise<void> {
		const { exitCode, signalCode } = this.#process;
		if (exitCode !== null || signalCode !== null) return;
		const gone = once(this.#process, 'exit');
		this.#process.kill('SIGKILL');
		await gone;
	}

	#fail(why: string): void {
		for (const { reject } of this.#waiting.values()) reject(new Error(why));
		this.#waiting.clear();
	}
}

/** The child's side: answers what is asked, and ends with its parent. */
export function answer(api: Api): void {
	process.on('disconnect', () => process.exit());
	process.on('message', ({ id, name, input }: Question) => {
		const reply = (answer: Answer) => process.send?.(answer);
		Promise.resolve()
			.then(() => api[name]?.(input as never))
			.then(
				(value) => reply({ id, value }),
				(error: unknown) => reply({ id, error: error instanceof Error ? error.message : 'failed' })
			);
	});
}
