import { Child } from './child.ts';
import type { Delivered, Load, LoadApi } from './load.ts';
import type { Memory, PeerApi, Usage } from './peer.ts';
import { peers, programPath, type PeerName } from './peers.ts';
import { serverCore, loadCore } from './cores.ts';

export interface RigOptions {
	readers: number;
	/** How many servers share the readers; more than one of them need a Redis. */
	instances?: number;
	redisUrl?: string;
	/** Lets `memory` be asked. */
	collectable?: boolean;
}

/** What a load cost the servers. */
export interface Cost extends Delivered {
	/** Of all servers together, for one delivery, in µs. */
	cpuMicros: number;
	/** Which part of it was spent in the kernel, 0 to 1. */
	kernelShare: number;
}

/** A server (or several on one Redis) with its readers, each in a process of its own. */
export class Rig {
	readonly #servers: readonly Child<PeerApi>[];
	readonly #load: Child<LoadApi>;
	/** What the servers needed for one reader that only waits; null unless `collectable`. */
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

	/** Resolves when all readers are in. @throws Error when they cannot get in */
	static async start(peer: PeerName, options: RigOptions): Promise<Rig> {
		const { readers, instances = 1, redisUrl, collectable = false } = options;
		const { file, wire } = peers[peer];
		const env: Record<string, string> =
			// Ours are measured by turns on one Redis, and must not hear each other.
			redisUrl === undefined ? {} : { REDIS_URL: redisUrl, REDIS_PREFIX: wire };
		const servers = Array.from(
			{ length: instances },
			() => new Child<PeerApi>(programPath(`peers/${file}`), { env, core: serverCore, collectable })
		);
		const load = new Child<LoadApi>(programPath('lib/load.ts'), { core: loadCore });
		try {
			const ports = await Promise.all(servers.map((server) => server.ask('port')));
			const before = collectable ? await memoryOf(servers) : null;
			await load.ask('connect', { ports, wire, readers });
			await settled(servers);
			const after = collectable ? await memoryOf(servers) : null;
			return new Rig(servers, load, before && after && perReader(before, after, readers));
		} catch (error) {
			await Promise.all([...servers, load].map((child) => child.end()));
			throw error;
		}
	}

	/** @throws Error unless every reader gets every message, once and in order */
	async run(load: Load): Promise<Cost> {
		const before = await usageOf(this.#servers);
		const delivered = await this.#load.ask('run', load);
		const after = await usageOf(this.#servers);
		const spent = after.cpuSeconds - before.cpuSeconds;
		return {
			...delivered,
			cpuMicros: (spent * 1e6) / delivered.deliveries,
			kernelShare: (after.kernelSeconds - before.kernelSeconds) / spent
		};
	}

	async end(): Promise<void> {
		await Promise.all([...this.#servers, this.#load].map((child) => child.end()));
	}
}

async function usageOf(servers: readonly Child<PeerApi>[]): Promise<Usage> {
	const all = await Promise.all(servers.map((server) => server.ask('usage')));
	return {
		cpuSeconds: all.reduce((sum, usage) => sum + usage.cpuSeconds, 0),
		kernelSeconds: all.reduce((sum, usage) => sum + usage.kernelSeconds, 0)
	};
}

async function memoryOf(servers: readonly Child<PeerApi>[]): Promise<Memory> {
	const all = await Promise.all(servers.map((server) => server.ask('memory')));
	return {
		resident: all.reduce((sum, memory) => sum + memory.resident, 0),
		held: all.reduce((sum, memory) => sum + memory.held, 0)
	};
}

function perReader(before: Memory, after: Memory, readers: number): Memory {
	return {
		resident: (after.resident - before.resident) / readers,
		held: (after.held - before.held) / readers
	};
}

/** Servers go on for a moment after the last reader is in: they tell the others that it has come. */
async function settled(servers: readonly Child<PeerApi>[]): Promise<void> {
	const pauseMs = 300;
	for (let i = 0; i < 20; i++) {
		const before = await usageOf(servers);
		await new Promise((resolve) => setTimeout(resolve, pauseMs));
		const { cpuSeconds } = await usageOf(servers);
		if ((cpuSeconds - before.cpuSeconds) * 1000 < pauseMs / 20) return;
	}
}
