import type { Config } from '../config.ts';
import type { InstanceStatus } from '../../protocol/instance.ts';
import { randomId } from '../../protocol/room.ts';
import type { Log } from '../realtime/operations/log.ts';
import { Refusal } from '../realtime/refusal.ts';
import { findRedis } from './find-redis.ts';
import { Instance } from './instance.ts';
import {
	idleMs,
	lifeMs,
	maxRunningPerAddress,
	maxWaiting,
	maxWaitingPerAddress,
	unaskedMs
} from './limits.ts';

/** How long an instance may live, may be idle, and is kept without a request for it (`limits.ts`). Shorter in tests. */
type Times = Readonly<Record<'lifeMs' | 'idleMs' | 'unaskedMs', number>>;

/** The interval at which expired instances are ended. */
const sweepMs = 500;

interface Entry {
	id: string;
	/** The address of its reader. */
	address: string;
	/** When it was created or failed, or the reader last requested its status, by `performance.now()`. */
	askedAt: number;
	/** Null while the reader waits. */
	instance: Instance | null;
	state: InstanceStatus['state'];
}

/** The servers that readers may break: a bounded number, each for one reader, and a queue for the others. */
export class Instances {
	readonly #config: Config;
	readonly #log: Pick<Log, 'info' | 'warn'>;
	readonly #times: Times;
	readonly #redisProgram: string | null;
	/** By id, in the order in which they were requested. */
	readonly #entries = new Map<string, Entry>();
	readonly #ending = new Set<Promise<void>>();
	#program: readonly string[] | null = null;
	#timer: NodeJS.Timeout | undefined;
	#isClosed = false;

	constructor(
		config: Config,
		log: Pick<Log, 'info' | 'warn'>,
		times: Times = { lifeMs, idleMs, unaskedMs }
	) {
		this.#config = config;
		this.#log = log;
		this.#times = times;
		this.#redisProgram = findRedis(config.redisServerPath);
	}

	/** @param program arguments of Node that run src/instance.ts */
	offer(program: readonly string[]): void {
		this.#program = program;
	}

	get isOffered(): boolean {
		return this.#program !== null && this.#config.faultInstances > 0;
	}

	get hasRedis(): boolean {
		return this.#redisProgram !== null;
	}

	/** The instances that have been created and not ended. A failed one counts too: its Redis may still run. */
	get running(): Instance[] {
		return [...this.#entries.values()].flatMap(({ instance }) => instance ?? []);
	}

	/**
	 * Starts an instance, or puts the reader into the queue.
	 * @throws Refusal `not_found` if none are offered, `rate_limited` if a reader with this address waits already,
	 * `full` if too many readers wait
	 */
	create(address: string): InstanceStatus {
		if (!this.isOffered || this.#isClosed) {
			throw new Refusal('not_found', { message: 'This server starts no servers for readers.' });
		}
		const waiting = [...this.#entries.values()].filter(isWaiting);
		const own = waiting.filter((entry) => entry.address === address);
		if (own.length >= maxWaitingPerAddress) {
			throw new Refusal('rate_limited', { message: 'A reader with this address waits already.' });
		}
		if (waiting.length >= maxWaiting) {
			throw new Refusal('full', { message: 'Too many readers wait for a server: retry later.' });
		}
		const id = randomId(24);
		const askedAt = performance.now();
		this.#entries.set(id, { id, address, askedAt, instance: null, state: 'waiting' });
		if (this.#timer === undefined) {
			this.#timer = setInterval(() => this.#sweep(), sweepMs).unref();
			process.on('exit', this.#killAtExit);
		}
		this.#startNext();
		return this.status(id);
	}

	/** @throws Refusal `not_found` */
	status(id: string): InstanceStatus {
		const entry = this.#find(id);
		entry.askedAt = performance.now();
		const { instance, state } = entry;
		if (state === 'ready' && instance !== null) {
			return { state, id, hasRedis: instance.hasRedis, expiresInMs: instance.expiresInMs };
		}
		if (state !== 'waiting') return { state: state === 'failed' ? state : 'starting', id };
		const waiting = [...this.#entries.values()].filter(isWaiting);
		return { state, id, position: waiting.indexOf(entry) + 1 };
	}

	/**
	 * The instance with this id, once it can be used.
	 * @throws Refusal `not_found`
	 */
	ready(id: string): Instance {
		const { instance, state } = this.#find(id);
		if (state === 'ready' && instance !== null) return instance;
		throw new Refusal('not_found');
	}

	/**
	 * Ends an instance, or leaves the queue.
	 * @throws Refusal `not_found`
	 */
	end(id: string): void {
		this.#end(this.#find(id), 'deleted');
	}

	/** Ends all instances. Resolves when none of their processes runs any more. */
	async close(): Promise<void> {
		this.#isClosed = true;
		for (const entry of [...this.#entries.values()]) this.#end(entry, 'closed', true);
		await Promise.all(this.#ending);
		clearInterval(this.#timer);
		this.#timer = undefined;
		process.off('exit', this.#killAtExit);
	}

	#find(id: string): Entry {
		const entry = this.#entries.get(id);
		if (entry !== undefined) return entry;
		throw new Refusal('not_found', { message: 'There is no such server, or it has ended.' });
	}

	#startNext(): void {
		for (const entry of [...this.#entries.values()].filter(isWaiting)) {
			// Instances that are ending still use memory.
			if (this.running.length + this.#ending.size >= this.#config.faultInstances) return;
			const ofAddress = [...this.#entries.values()].filter(
				({ address, instance }) => instance !== null && address === entry.address
			);
			if (ofAddress.length < maxRunningPerAddress) void this.#start(entry);
		}
	}

	async #start(entry: Entry): Promise<void> {
		const fail = (reason: string) => {
			if (!this.#entries.has(entry.id)) return;
			this.#log.warn({ id: entry.id.slice(0, 6), reason }, 'instance failed');
			entry.state = 'failed';
			entry.askedAt = performance.now();
		};
		entry.state = 'starting';
		try {
			entry.instance = new Instance({
				config: this.#config,
				program: this.#program ?? [],
				redisProgram: this.#redisProgram,
				lifeMs: this.#times.lifeMs,
				onCrash: fail
			});
			await entry.instance.start();
			// The instance may have been ended in the meantime.
			if (this.#entries.has(entry.id)) entry.state = 'ready';
			this.#log.info({ id: entry.id.slice(0, 6) }, 'instance started');
		} catch (error) {
			fail(String(error));
		}
	}

	#end(entry: Entry, reason: string, isGraceful = false): void {
		this.#entries.delete(entry.id);
		const { instance } = entry;
		if (instance === null) return;
		this.#log.info({ id: entry.id.slice(0, 6), reason }, 'instance ended');
		const ended = instance
			.end(isGraceful)
			.catch((error: unknown) => this.#log.warn({ err: error }, 'an instance did not end'))
			.finally(() => {
				this.#ending.delete(ended);
				this.#startNext();
			});
		this.#ending.add(ended);
	}

	#sweep(): void {
		const now = performance.now();
		const { idleMs: idle, unaskedMs: unasked } = this.#times;
		for (const entry of this.#entries.values()) {
			const { instance, state, askedAt } = entry;
			if (state === 'waiting' || state === 'failed') {
				if (now - askedAt > unasked) this.#end(entry, 'nobody asked');
			} else if (state === 'ready' && instance !== null) {
				if (instance.expiresInMs === 0) this.#end(entry, 'expired');
				else if (instance.idleMs > idle) this.#end(entry, 'idle');
			}
		}
	}

	readonly #killAtExit = (): void => {
		for (const instance of this.running) instance.killNow();
	};
}

const isWaiting = ({ state }: Entry): boolean => state === 'waiting';
