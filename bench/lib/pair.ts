import { Child } from './child.ts';
import { coreOfLoad, coreOfServer } from './cores.ts';
import type { LoadApi } from './load.ts';
import type { PeerApi } from './peer.ts';
import { programPath } from './peers.ts';
import { untilIdle } from './until-idle.ts';

/** A server and the process that generates its load; each is pinned to a core where the system allows it. */
export class Pair {
	readonly #file: string;
	readonly load: Child<LoadApi>;
	readonly port: number;
	#server: Child<PeerApi>;

	private constructor(file: string, load: Child<LoadApi>, server: Child<PeerApi>, port: number) {
		this.#file = file;
		this.load = load;
		this.#server = server;
		this.port = port;
	}

	/** @param file a server in `bench/peers` */
	static async start(file: string): Promise<Pair> {
		const load = new Child<LoadApi>(programPath('lib/load.ts'), { core: coreOfLoad });
		const server = startServer(file);
		try {
			return new Pair(file, load, server, await server.call('port'));
		} catch (error) {
			await Promise.all([load.kill(), server.kill()]);
			throw error;
		}
	}

	/**
	 * Waits until the server is idle (see `untilIdle`, which gives up after some seconds), then runs `task`. Returns its
	 * result and the CPU time that the server used meanwhile.
	 */
	async measure<Value>(task: () => Promise<Value>): Promise<{ value: Value; cpuMs: number }> {
		await untilIdle(() => this.#server.call('usage'));
		const before = await this.#server.call('usage');
		const value = await task();
		const { cpuSeconds } = await this.#server.call('usage');
		return { value, cpuMs: (cpuSeconds - before.cpuSeconds) * 1000 };
	}

	/** Kills the server; resolves when a new one listens on the same port. */
	async restart(): Promise<void> {
		await this.#server.kill();
		this.#server = startServer(this.#file, this.port);
		await this.#server.call('port');
	}

	async stop(): Promise<void> {
		await Promise.all([this.load.kill(), this.#server.kill()]);
	}
}

function startServer(file: string, port = 0): Child<PeerApi> {
	const env = { PORT: String(port) };
	return new Child<PeerApi>(programPath(`peers/${file}`), { env, core: coreOfServer });
}
