import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { InstanceAction } from '../../protocol/instance.ts';
import { Refusal } from '../realtime/refusal.ts';
import { maxActions, maxForwarded } from './limits.ts';
import { addressHeader } from './forward.ts';
import { RedisProcess } from './redis-process.ts';
import { ServerProcess } from './server-process.ts';

export interface InstanceOptions {
	/** The settings of the server that starts the instance. */
	config: Config;
	/** Arguments of Node that run src/instance.ts. */
	program: readonly string[];
	/** The path of redis-server; null: messages are kept in memory. */
	redisProgram: string | null;
	lifeMs: number;
	/** Called when its process ends by itself, with the end of its output. */
	onCrash: (output: string) => void;
}

/** A server for one reader, who may kill it: a process, its Redis and their folder. */
export class Instance {
	readonly folder: string;
	readonly #lifeMs: number;
	readonly #redis: RedisProcess | null;
	readonly #server: ServerProcess;
	readonly #uses = new Map<InstanceAction, number>();
	#forwarded = 0;
	#idleSince = performance.now();
	#readyAt = performance.now();
	/** The action that is under way, after which the next one begins. */
	#acting: Promise<unknown> = Promise.resolve();
	#hasEnded = false;

	constructor({ config, program, redisProgram, lifeMs, onCrash }: InstanceOptions) {
		this.#lifeMs = lifeMs;
		// mkdtemp makes it 0700: other users of the machine can reach neither the server's socket nor that of Redis.
		const folder = mkdtempSync(join(tmpdir(), 'wirelab-'));
		this.folder = folder;
		this.#redis = redisProgram === null ? null : new RedisProcess(redisProgram, folder);
		const redisUrl = this.#redis?.url ?? null;
		const own = configOf(config, redisUrl);
		this.#server = new ServerProcess({ program, config: own, folder, onCrash });
	}

	get hasRedis(): boolean {
		return this.#redis !== null;
	}

	/** Where requests are forwarded to; null while the server does not run. */
	get socketPath(): string | null {
		return this.#server.socketPath;
	}

	/** The ids of its running processes. */
	get pids(): number[] {
		return [this.#server.pid ?? 0, this.#redis?.pid ?? 0].filter((pid) => pid !== 0);
	}

	get expiresInMs(): number {
		return Math.max(0, Math.round(this.#readyAt + this.#lifeMs - performance.now()));
	}

	/** For how long nothing has been forwarded, in ms. */
	get idleMs(): number {
		return this.#forwarded > 0 ? 0 : performance.now() - this.#idleSince;
	}

	/** @throws Error if it does not start */
	async start(): Promise<void> {
		await this.#redis?.start();
		await this.#server.start();
		this.#readyAt = this.#idleSince = performance.now();
	}

	/**
	 * Resolves when the action is done: after `restart` the new process accepts traffic.
	 * @throws Refusal `not_found` without Redis, `rate_limited` if the action was used too often
	 */
	act(action: InstanceAction): Promise<void> {
		if (action !== 'restart' && this.#redis === null) throw new Refusal('not_found');
		const uses = this.#uses.get(action) ?? 0;
		if (uses >= maxActions) throw new Refusal('rate_limited');
		this.#uses.set(action, uses + 1);
		const done = this.#acting.then(() => this.#act(action));
		this.#acting = done.catch(() => undefined);
		return done;
	}

	/**
	 * Counts a forwarded request or upgrade until the returned function is called.
	 * @throws Refusal `full`
	 */
	take(): () => void {
		if (this.#forwarded >= maxForwarded) throw new Refusal('full', { retryAfterMs: 1000 });
		this.#forwarded++;
		let isOver = false;
		return () => {
			if (isOver) return;
			isOver = true;
			this.#forwarded--;
			this.#idleSince = performance.now();
		};
	}

	/** Ends its processes and deletes the folder. If `isGraceful`, the server first notifies its readers. */
	async end(isGraceful: boolean): Promise<void> {
		this.#hasEnded = true;
		await (isGraceful ? this.#server.drain() : this.#server.kill());
		await this.#redis?.end();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** Kills the processes and deletes the folder synchronously, when this process exits. */
	killNow(): void {
		for (const pid of this.pids) kill(pid);
		rmSync(this.folder, { recursive: true, force: true });
	}

	async #act(action: InstanceAction): Promise<void> {
		if (this.#hasEnded) return;
		if (action === 'stop-redis') return this.#redis?.stop();
		if (action === 'start-redis') return this.#redis?.start();
		// A server without its Redis would never get ready.
		await this.#redis?.start();
		await this.#server.kill();
		await this.#server.start();
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended already.
	}
}

/**
 * The settings of an instance: those of this server, which starts it, but with the instance's own store, low limits, and
 * the reader's address in the header that this server sets.
 */
function configOf(config: Config, redisUrl: string | null): Config {
	return {
		...config,
		...{ redisUrl, redisPrefix: 'instance', metricsToken: null, faultInstances: 0 },
		// This server has checked the origin, and does not forward it.
		...{ origin: null, protocolHeader: null, hostHeader: null, portHeader: null },
		...{ addressHeader, xffDepth: 1 },
		...{ maxConnections: maxForwarded, maxRooms: maxForwarded, logLevel: 'silent' }
	};
}
