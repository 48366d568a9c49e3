import { Child } from './child.ts';
import type { Delivered, Load, LoadApi } from './load.ts';
import type { Memory, PeerApi, Usage } from './peer.ts';
import { peers, programPath, type PeerName } from './peers.ts';
import { coreOfLoad, coreOfServer } from './cores.ts';
import { untilIdle } from './until-idle.ts';

export interface RigOptions {
	readers: number;
	/** How many servers share the readers; by default one. */
	instances?: number;
	/** Required for more than one server. */
	redisUrl?: string;
	/** Measures the memory of idle readers. */
	measureMemory?: boolean;
}

/** What a load costs the servers. */
export interface Cost extends Delivered {
	/** CPU time of all servers per delivery, in µs. */
	cpuMicros: number;
	/** The share of that time that was spent in the kernel, 0 to 1. */
	kernelShare: number;
}

/** The readers, in one process, and their servers, each in its own process. */
export class Rig {
	readonly #servers: readonly Child<PeerApi>[];
	readonly #load: Child<LoadApi>;
	/** Bytes of memory per idle reader; null unless `measureMemory` is set. */
	readonly idle: Memory | null;

	private constructor(
		servers: readonly Child<PeerApi>[],
		load: Child<LoadApi>,
		idle: Memory | null
	) {
		this.#servers = servers;
		this.#load = load;
		this.idle = idle;
	}

	/** Resolves when all readers are connected. @throws Error if one cannot connect */
	static async start(peer: PeerName, options: RigOptions): Promise<Rig> {
		const { readers, instances = 1, redisUrl, measureMemory = false } = options;
		const { file, wire } = peers[peer];
		const env: Record<string, string> =
			// Servers that are measured in alternation share one Redis and must not receive each other's messages.
			redisUrl === undefined ? {} : { REDIS_URL: redisUrl, REDIS_PREFIX: wire };
		const servers = Array.from(
			{ length: instances },
			() =>
				new Child<PeerApi>(programPath(`peers/${file}`), {
					env,
					core: coreOfServer,
					exposeGc: measureMemory
				})
		);
		const load = new Child<LoadApi>(programPath('lib/load.ts'), { core: coreOfLoad });
		try {
			const ports = await Promise.all(servers.map((server) => server.call('port')));
			const empty = measureMemory ? await memoryOf(servers) : null;
			await load.call('connect', { ports, wire, readers });
			await untilIdle(() => usageOf(servers));
			const withReaders = measureMemory ? await memoryOf(servers) : null;
			return new Rig(servers, load, empty && withReaders && perReader(empty, withReaders, readers));
		} catch (error) {
			await Promise.all([...servers, load].map((child) => child.kill()));
			throw error;
		}
	}

	/** @throws Error unless every reader receives every message once and in order */
	async run(load: Load): Promise<Cost> {
		const before = await usageOf(this.#servers);
		const delivered = await this.#load.call('run', load);
		const after = await usageOf(this.#servers);
		const spent = after.cpuSeconds - before.cpuSeconds;
		return {
			...delivered,
			cpuMicros: (spent * 1e6) / delivered.deliveries,
			kernelShare: (after.kernelSeconds - before.kernelSeconds) / spent
		};
	}

	async stop(): Promise<void> {
		await Promise.all([...this.#servers, this.#load].map((child) => child.kill()));
	}
}

async function usageOf(servers: readonly Child<PeerApi>[]): Promise<Usage> {
	const all = await Promise.all(servers.map((server) => server.call('usage')));
	return {
		cpuSeconds: all.reduce((sum, usage) => sum + usage.cpuSeconds, 0),
		kernelSeconds: all.reduce((sum, usage) => sum + usage.kernelSeconds, 0)
	};
}

async function memoryOf(servers: readonly Child<PeerApi>[]): Promise<Memory> {
	const all = await Promise.all(servers.map((server) => server.call('memory')));
	return {
		resident: all.reduce((sum, memory) => sum + memory.resident, 0),
		held: all.reduce((sum, memory) => sum + memory.held, 0)
	};
}

function perReader(empty: Memory, withReaders: Memory, readers: number): Memory {
	return {
		resident: (withReaders.resident - empty.resident) / readers,
		held: (withReaders.held - empty.held) / readers
	};
}
