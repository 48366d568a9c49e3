import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Cursor } from '../../src/lib/protocol/cursor.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { Instance, type StartProcess } from '../support/instance.ts';
import type { RecordingListener } from '../support/recording-listener.ts';
import { causeFault } from '../support/redis-faults.ts';
import type { TestRedis } from '../support/redis.ts';
import { publishReliably } from '../support/resuming-reader.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { Step } from './schedule.ts';

const waitOptions = { timeout: 60_000, interval: 20 };

/** An acknowledged message and its cursor. */
export interface Published {
	text: string;
	at: Cursor;
}

/** What a reader of a run follows. */
export interface Followed {
	room: string;
	/** The first message of the room, which the reader has, or receives before the faults begin. */
	from: Cursor;
	/** Returns the origin of the instance for each connection, by its number from 0. */
	originOf: (connection: number) => string;
}

/** A reader that reconnects by itself until it is closed. */
export interface RunReader {
	readonly name: string;
	readonly listener: RecordingListener;
	close(): Promise<void>;
}

export type StartReader = (followed: Followed) => RunReader;

export interface Outcome {
	published: Published[];
	readers: readonly RunReader[];
}

/** Two instances on one Redis, to which the second connects through a proxy. All runs share them. */
export class FaultSetup {
	readonly instances: readonly [Instance, Instance];
	readonly redis: TestRedis;
	readonly proxy: TcpProxy;

	private constructor(redis: TestRedis, proxy: TcpProxy, startProcess?: StartProcess) {
		this.redis = redis;
		this.proxy = proxy;
		const env = { JWT_SECRET: 'x'.repeat(32), REDIS_PREFIX: 'faults' };
		this.instances = [
			new Instance({ ...env, REDIS_URL: redis.url }, startProcess),
			new Instance({ ...env, REDIS_URL: `redis://127.0.0.1:${proxy.port}` }, startProcess)
		];
	}

	/** @param startProcess starts an instance; by default from source, without SvelteKit */
	static async start(redis: TestRedis, startProcess?: StartProcess): Promise<FaultSetup> {
		const setup = new FaultSetup(redis, await TcpProxy.to(redis.port), startProcess);
		await setup.recover();
		return setup;
	}

	/** Ends all faults; resolves when both instances are ready. */
	async recover(): Promise<void> {
		this.redis.resume();
		this.proxy.unstall();
		for (const instance of this.instances) instance.thaw();
		await Promise.all(this.instances.map((instance) => instance.ready()));
		for (const instance of this.instances) {
			await vi.waitFor(async () => {
				const { ok } = await fetch(`${instance.origin}/readyz`);
				expect(ok).toBe(true);
			}, waitOptions);
		}
	}

	/** Opens a new room with readers, which begin on different instances. */
	async begin(starts: readonly StartReader[]): Promise<FaultRun> {
		const room = `run-${randomId(8)}`;
		const text = 'begin';
		const [first] = this.instances;
		const from = await publishReliably(() => first.origin, { room, text, clientId: text });
		const run = new FaultRun(this, { room, from, starts });
		await run.untilAllAt(from);
		return run;
	}

	async close(): Promise<void> {
		this.redis.resume();
		await Promise.all(this.instances.map((instance) => instance.close()));
		await this.proxy.close();
		await this.redis.close();
	}
}

/** One run: readers of every transport, publishers that retry until acknowledged, and faults. */
export class FaultRun {
	readonly #setup: FaultSetup;
	readonly #room: string;
	readonly #readers: readonly RunReader[];
	readonly #published: Promise<Published>[] = [];

	constructor(
		setup: FaultSetup,
		{ room, from, starts }: { room: string; from: Cursor; starts: readonly StartReader[] }
	) {
		this.#setup = setup;
		this.#room = room;
		this.#readers = starts.map((start, i) =>
			start({ room, from, originOf: (connection) => this.#origin(i + connection) })
		);
	}

	async step(step: Step): Promise<void> {
		switch (step.do) {
			case 'publish':
				for (let i = 0; i < step.count; i++)
					void this.#publish(step.who, `t${this.#published.length}`);
				return;
			case 'wait':
				return sleep(step.turns * 10);
			case 'kill':
			case 'term':
				this.#instance(step.who).replace(step.do === 'kill' ? 'SIGKILL' : 'SIGTERM');
				return;
			case 'freeze':
			case 'thaw':
				this.#instance(step.who)[step.do]();
				return;
			default:
				await causeFault(step.do, this.#setup);
		}
	}

	/** Ends all faults. Resolves when everything is acknowledged and all readers have the last message. */
	async settle(): Promise<Outcome> {
		await this.#setup.recover();
		const published = await Promise.all(this.#published);
		const end = await this.#publish(0, 'the end');
		await this.untilAllAt(end.at);
		await Promise.all(this.#readers.map((reader) => reader.close()));
		return { published: [...published, end], readers: this.#readers };
	}

	/** Resolves when all readers have received everything up to a cursor. */
	async untilAllAt(cursor: Cursor): Promise<void> {
		for (const { listener, name } of this.#readers) {
			await vi.waitFor(
				() => expect(listener.at, `${name} ${listener.texts.join()}`).toEqual(cursor),
				waitOptions
			);
		}
	}

	#publish(who: number, text: string): Promise<Published> {
		const message = { room: this.#room, text, clientId: text.replaceAll(' ', '-') };
		const published = publishReliably((turn) => this.#origin(who + turn), message).then((at) => ({
			text,
			at
		}));
		this.#published.push(published);
		return published;
	}

	#instance(index: number): Instance {
		return this.#setup.instances[index % 2 === 0 ? 0 : 1];
	}

	#origin(index: number): string {
		return this.#instance(index).origin;
	}
}
