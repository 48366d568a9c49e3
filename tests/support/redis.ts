import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from 'redis';
import { redisServer } from '../../scripts/lib/servers.ts';
import { toolForTests } from '../../scripts/lib/tools.ts';
import { freePort } from './free-port.ts';

/** The Redis of this machine; null if there is none: then tests that need it are skipped, or fail in CI. */
export const redisTool = toolForTests(redisServer);

/** For titles of skipped tests: how to install Redis. */
export const redisHint = redisTool === null ? ` (skipped: ${redisServer.hint})` : '';

export interface RedisOptions {
	/** Whether writes are on disk before they are answered. Otherwise only `SAVE` writes to disk. */
	appendOnly?: boolean;
	/** A redis.conf to load first. */
	config?: URL;
}

/** A Redis server on 127.0.0.1 with its own folder. */
export class TestRedis {
	readonly port: number;
	readonly #path: string;
	readonly #folder = mkdtempSync(join(tmpdir(), 'redis-'));
	readonly #appendOnly: boolean;
	readonly #config: readonly string[];
	#child: ChildProcess | null = null;

	private constructor(path: string, port: number, { appendOnly = false, config }: RedisOptions) {
		this.#path = path;
		this.port = port;
		this.#appendOnly = appendOnly;
		this.#config = config === undefined ? [] : [fileURLToPath(config)];
		process.on('exit', this.#killAtExit);
	}

	/** Creates a server without starting it. */
	static async create(options: RedisOptions = {}): Promise<TestRedis> {
		if (redisTool === null) throw new Error(redisServer.hint);
		return new TestRedis(redisTool.path, await freePort(), options);
	}

	static async started(options?: RedisOptions): Promise<TestRedis> {
		const redis = await TestRedis.create(options);
		await redis.start();
		return redis;
	}

	get url(): string {
		return `redis://127.0.0.1:${this.port}`;
	}

	/** Resolves when it has loaded its data and accepts connections. */
	async start(): Promise<void> {
		const args = [
			...this.#config,
			...['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder],
			...['--save', '', '--appendonly', this.#appendOnly ? 'yes' : 'no'],
			...['--appendfsync', 'always']
		];
		const child = spawn(this.#path, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		this.#child = child;
		let output = '';
		for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
			output += String(chunk);
			if (output.includes('Ready to accept connections')) {
				child.stdout.resume();
				return;
			}
		}
		throw new Error(`redis-server exited:\n${output}`);
	}

	/** SIGKILL: data that is not on disk is lost. */
	async kill(): Promise<void> {
		const child = this.#child;
		this.#child = null;
		if (child === null) return;
		const ended = once(child, 'exit');
		child.kill('SIGKILL');
		await ended;
	}

	/** Suspends the process: it answers nothing, but its connections stay open. */
	pause(): void {
		this.#child?.kill('SIGSTOP');
	}

	resume(): void {
		this.#child?.kill('SIGCONT');
	}

	/** Runs a command on its own connection. */
	async command(...args: string[]): Promise<unknown> {
		const client = createClient({ url: this.url });
		client.on('error', () => undefined);
		await client.connect();
		try {
			return await client.sendCommand(args);
		} finally {
			client.destroy();
		}
	}

	/** Kills it and deletes its data. */
	async close(): Promise<void> {
		process.off('exit', this.#killAtExit);
		await this.kill();
		rmSync(this.#folder, { recursive: true, force: true });
	}

	readonly #killAtExit = (): void => {
		this.#child?.kill('SIGKILL');
	};
}
