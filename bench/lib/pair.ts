import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child.ts';
import { loadCore, serverCore } from './cores.ts';
import type { LoadApi } from './load.ts';
import type { PeerApi } from './peer.ts';
import { programPath } from './peers.ts';

/** A server is at rest when it uses less of its core than this over `restMs`. */
const restShare = 0.05;
const restMs = 300;
const mostRests = 40;

/** A server and the process that makes its load, each on a core of its own. */
export class Pair {
	readonly #file: string;
	readonly load: Child<LoadApi>;
	#server: Child<PeerApi>;
	#port: number;

	private constructor(file: string, load: Child<LoadApi>, server: Child<PeerApi>, port: number) {
		this.#file = file;
		this.load = load;
		this.#server = server;
		this.#port = port;
	}

	/** @param file a server of `bench/peers` */
	static async start(file: string): Promise<Pair> {
		const load = new Child<LoadApi>(programPath('lib/load.ts'), { core: loadCore });
		const server = startServer(file);
		try {
			return new Pair(file, load, server, await server.ask('port'));
		} catch (error) {
			await Promise.all([load.end(), server.end()]);
			throw error;
		}
	}

	get port(): number {
		return this.#port;
	}

	/** What a load gave, and the server's CPU time for it in ms, with what it did just after. */
	async measure<Value>(load: () => Promise<Value>): Promise<{ value: Value; cpuMs: number }> {
		await this.#atRest();
		const before = await this.#server.ask('usage');
		const value = await load();
		const { cpuSeconds } = await this.#server.ask('usage');
		return { value, cpuMs: (cpuSeconds - before.cpuSeconds) * 1000 };
	}

	/** Kills the server; resolves when another one listens at its port. */
	async restart(): Promise<void> {
		await this.#server.end();
		this.#server = startServer(this.#file, this.#port);
		await this.#server.ask('port');
	}

	async end(): Promise<void> {
		await Promise.all([this.load.end(), this.#server.end()]);
	}

	/** Waits until the server has done what it still had to do. */
	async #atRest(): Promise<void> {
		for (let i = 0; i < mostRests; i++) {
			const before = await this.#server.ask('usage');
			await sleep(restMs);
			const { cpuSeconds } = await this.#server.ask('usage');
			if ((cpuSeconds - before.cpuSeconds) * 1000 < restShare * restMs) return;
		}
	}
}

function startServer(file: string, port = 0): Child<PeerApi> {
	const env = { PORT: String(port) };
	return new Child<PeerApi>(programPath(`peers/${file}`), { env, core: serverCore });
}
