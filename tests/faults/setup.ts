import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Cursor } from '../../src/lib/protocol/cursor.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { publishReliably, ResumingReader } from '../support/resuming-reader.ts';
import { Instance } from '../support/instance.ts';
import type { Read } from '../support/readers.ts';
import { causeFault } from '../support/redis-faults.ts';
import type { TestRedis } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { Step } from './schedule.ts';

const waitOptions = { timeout: 60_000, interval: 20 };

/** An acknowledged message and its cursor. */
export interface Published {
	text: string;
	at: Cursor;
}

export interface Outcome {
	published: Published[];
	readers: ResumingReader[];
}

/** Two instances on one Redis, the second behind a proxy. All runs share them. */
export class FaultSetup {
	readonly instances: readonly [Instance, Instance];
	readonly redis: TestRedis;
	readonly proxy: TcpProxy;

	private constructor(redis: TestRedis, proxy: TcpProxy) {
		this.redis = redis;
		this.proxy = proxy;
		const env = { JWT_SECRET: 'x'.repeat(32), REDIS_PREFIX: 'faults' };
		this.instances = [
			new Instance({ ...env, REDIS_URL: redis.url }),
			new Instance({ ...env, REDIS_URL: `redis://127.0.0.1:${proxy.port}` })
		];
	}

	static async start(redis: TestRedis): Promise<FaultSetup> {
		const setup = new FaultSetup(redis, await TcpProxy.to(redis.port));
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

	/** Opens a new room with a reader of each transport. */
	async begin(transports: [string, Read][]): Promise<FaultRun> {
		const room = `run-${randomId(8)}`;
		const text = 'begin';
		const [first] = this.instances;
		const from = await publishReliably(() => first.origin, { room, text, clientId: text });
		return new FaultRun(this, { room, from, transports });
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
	readonly #readers: ResumingReader[];
	readonly #published: Promise<Published>[] = [];

	constructor(
		setup: FaultSetup,
		{ room, from, transports }: { room: string; from: Cursor; transports: [string, Read][] }
	) {
		this.#setup = setup;
		this.#room = room;
		this.#readers = transports.map(
			(transport, i) =>
				new ResumingReader(transport, { room, from, origins: (turn) => this.#origin(i + turn) })
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
		for (const { listener, name } of this.#readers) {
			await vi.waitFor(
				() => expect(listener.at, `${name} ${listener.texts.join()}`).toEqual(end.at),
				waitOptions
			);
		}
		await Promise.all(this.#readers.map((reader) => reader.close()));
		return { published: [...published, end], readers: this.#readers };
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
