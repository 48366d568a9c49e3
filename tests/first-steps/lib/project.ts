import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/free-port.ts';
import {
	pinnedPackages,
	printedCommands,
	withVersions,
	type ChooseVersion,
	type CommandRegion
} from './commands.ts';

export interface ProjectOptions {
	/** Folder of the `node` to use; goes before PATH. Default: the Node that runs this. */
	nodeFolder?: string;
	/** Replaces the versions in the commands. Default: the commands run exactly as printed. */
	chooseVersion?: ChooseVersion;
	/** Timeout of one command in milliseconds. */
	commandLimitMs?: number;
}

const stepsFolder = fileURLToPath(new URL('../steps/', import.meta.url));
const defaultCommandLimitMs = 240_000;
/** A cold `vite dev` or a build on a busy machine takes most of this. */
const startLimitMs = 120_000;
/** An error contains at most this many characters from the end of a command's output. */
const quotedChars = 4000;

/** A reader's project: starts as an empty folder, in which the steps of the page run one by one. */
export class ReaderProject {
	/** The project that the first commands create. */
	readonly app: string;
	readonly #folder: string;
	readonly #options: ProjectOptions;
	#server: ChildProcess | undefined;

	private constructor(folder: string, options: ProjectOptions) {
		this.#folder = folder;
		this.#options = options;
		this.app = join(folder, 'my-app');
	}

	static async begin(options: ProjectOptions = {}): Promise<ReaderProject> {
		return new ReaderProject(await mkdtemp(join(tmpdir(), 'first-steps-')), options);
	}

	/** Runs the commands of a region: `create` in the empty folder, the others in the new project. */
	async runPrinted(region: CommandRegion): Promise<void> {
		await this.run(this.#commandsOf(region), region === 'create' ? this.#folder : this.app);
	}

	/** Copies the files of a step over the project, as a reader would. */
	async copyStep(step: string): Promise<void> {
		await cp(join(stepsFolder, step), this.app, { recursive: true });
	}

	/** @throws with the command's output if it fails or takes too long */
	async run(commands: string, cwd = this.app): Promise<void> {
		const child = this.#spawn(commands, cwd);
		const output = collectOutput(child);
		const limitMs = this.#options.commandLimitMs ?? defaultCommandLimitMs;
		const timer = setTimeout(() => endGroup(child), limitMs);
		const [code] = (await once(child, 'close')) as [number | null];
		clearTimeout(timer);
		if (code === 0) return;
		const why = code === null ? `did not end within ${limitMs} ms` : `ended with ${code}`;
		throw new Error(`${commands}\n${why}:\n${output().slice(-quotedChars)}`);
	}

	/** The installed versions of the commands' packages, as one line. */
	async versions(): Promise<string> {
		const found = [...pinnedPackages().keys()].map(async (name) => {
			const file = join(this.app, 'node_modules', name, 'package.json');
			const text = await readFile(file, 'utf8').catch(() => null);
			const version = text === null ? null : (JSON.parse(text) as { version: string }).version;
			return version === null ? [] : [`${name} ${version}`];
		});
		return `Installed: ${(await Promise.all(found)).flat().join(', ')}`;
	}

	/** Starts `npm run dev` and resolves with the address that it displays. */
	async startDev(): Promise<string> {
		return this.#start('npm run dev', /Local:\s+(http:\/\/localhost:\d+)\//);
	}

	/** Builds and starts the production server with the printed commands. */
	async startProduction(env: Record<string, string> = {}): Promise<string> {
		const port = String(await freePort());
		const url = `http://localhost:${port}`;
		return this.#start(this.#commandsOf('production'), url, { PORT: port, ...env });
	}

	/** Stops the server with its child processes, because npm does not always forward signals. */
	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		if (!server || hasEnded(server)) return;
		const closed = once(server, 'close');
		endGroup(server);
		await closed;
	}

	async remove(): Promise<void> {
		await this.stop();
		await rm(this.#folder, { recursive: true, force: true });
	}

	#commandsOf(region: CommandRegion): string {
		const commands = printedCommands(region);
		const { chooseVersion } = this.#options;
		return chooseVersion ? withVersions(commands, chooseVersion) : commands;
	}

	/** `ready` is the address to wait for, or the pattern that finds it in the output. */
	async #start(commands: string, ready: string | RegExp, env = {}): Promise<string> {
		await this.stop();
		const server = this.#spawn(commands, this.app, env);
		this.#server = server;
		const output = collectOutput(server);
		const end = performance.now() + startLimitMs;
		while (!hasEnded(server) && performance.now() < end) {
			// eslint-disable-next-line no-control-regex -- Vite colors the address
			const plain = output().replace(/\x1b\[\d+m/g, '');
			const url = typeof ready === 'string' ? ready : ready.exec(plain)?.[1];
			if (url !== undefined && (await answers(url))) return url;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
		const why = hasEnded(server) ? 'ended' : `did not answer within ${startLimitMs} ms`;
		throw new Error(`${commands}\n${why}:\n${output().slice(-quotedChars)}`);
	}

	#spawn(commands: string, cwd: string, env: Record<string, string> = {}): ChildProcess {
		return spawn('bash', ['-ec', commands], {
			cwd,
			env: { ...readerEnvironment(this.#options.nodeFolder), ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: true
		});
	}
}

/** Only the variables that locate programs, npm's cache and its registry, without those of the tests. */
function readerEnvironment(nodeFolder?: string): Record<string, string> {
	const kept = ['HOME', 'npm_config_cache', 'npm_config_registry'];
	const env = Object.fromEntries(
		kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
	);
	const path = process.env.PATH ?? '';
	return {
		...env,
		PATH: nodeFolder === undefined ? path : `${nodeFolder}${delimiter}${path}`,
		// Reduces the load on a slow registry without changing what is installed.
		npm_config_prefer_offline: 'true'
	};
}

function collectOutput({ stdout, stderr }: ChildProcess): () => string {
	let output = '';
	for (const stream of [stdout, stderr]) {
		stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	}
	return () => output;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode !== null || signalCode !== null;
}

function endGroup(child: ChildProcess): void {
	if (child.pid === undefined || hasEnded(child)) return;
	process.kill(-child.pid, 'SIGKILL');
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(20_000) })).ok;
	} catch {
		return false;
	}
}
