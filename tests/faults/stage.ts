import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Cursor } from '../../src/lib/protocol/cursor.ts';
import { randomId } from '../../src/lib/protocol/room.ts';
import { Follower, persist } from '../support/follower.ts';
import { Instance } from '../support/instance.ts';
import type { Read } from '../support/reading.ts';
import type { TestRedis } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import type { Step } from './schedule.ts';

const patience = { timeout: 60_000, interval: 20 };

/** What was acknowledged, and where. */
export interface Said {
	text: string;
	at: Cursor;
}

export interface Outcome {
	said: Said[];
	followers: Follower[];
}

/** Two instances on one Redis, the second over a cable of its own. They live on from run to run. */
export class FaultStage {
	readonly instances: readonly [Instance, Instance];
	readonly redis: TestRedis;
	readonly cable: TcpProxy;

	private constructor(redis: TestRedis, cable: TcpProxy) {
		this.redis = redis;
		this.cable = cable;
		const env = { JWT_SECRET: 'x'.repeat(32), REDIS_PREFIX: 'faults' };
		this.instances = [
			new Instance({ ...env, REDIS_URL: redis.url }),
			new Instance({ ...env, REDIS_URL: `redis://127.0.0.1:${cable.port}` })
		];
	}

	static async start(redis: TestRedis): Promise<FaultStage> {
		const stage = new FaultStage(redis, await TcpProxy.to(redis.port));
		await stage.mend();
		return stage;
	}

	/** Everything works again. */
	async mend(): Promise<void> {
		this.redis.resume();
		this.cable.mend();
		for (const instance of this.instances) instance.thaw();
		await Promise.all(this.instances.map((instance) => instance.up()));
		for (const instance of this.instances) {
			await vi.waitFor(async () => {
				const { ok } = await fetch(`${instance.origin}/readyz`);
				expect(ok).toBe(true);
			}, patience);
		}
	}

	/** A new room, with a reader of each kind in it. */
	async begin(ways: [string, Read][]): Promise<FaultRun> {
		const room = `run-${randomId(8)}`;
		const text = 'begin';
		const [first] = this.instances;
		const from = await persist(() => first.origin, { room, text, clientId: text });
		return new FaultRun(this, { room, from, ways });
	}

	async close(): Promise<void> {
		this.redis.resume();
		await Promise.all(this.instances.map((instance) => instance.close()));
		await this.cable.close();
		await this.redis.close();
	}
}

/** One run: readers of every transport, publishers who repeat until they are answered, and bad luck. */
export class FaultRun {
	readonly #stage: FaultStage;
	readonly #room: string;
	readonly #followers: Follower[];
	readonly #said: Promise<Said>[] = [];

	constructor(
		stage: FaultStage,
		{ room, from, ways }: { room: string; from: Cursor; ways: [string, Read][] }
	) {
		this.#stage = stage;
		this.#room = room;
		this.#followers = ways.map(
			(way, i) => new Follower(way, { room, from, origins: (turn) => this.#origin(i + turn) })
		);
	}

	async step(step: Step): Promise<void> {
		const { redis, cable } = this.#stage;
		switch (step.do) {
			case 'say':
				for (let i = 0; i < step.count; i++) void this.#say(step.who, `t${this.#said.length}`);
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
			case 'sever':
			case 'cut':
			case 'mend':
				cable[step.do]();
				return;
			case 'pause':
			case 'resume':
				redis[step.do]();
				return;
			case 'restart':
				await redis.kill();
				return redis.start();
			case 'flush':
			case 'save':
				redis.resume();
				await redis.command(step.do === 'flush' ? 'FLUSHALL' : 'SAVE');
		}
	}

	/** Everything is mended and answered, and every reader stands at the end. */
	async settle(): Promise<Outcome> {
		await this.#stage.mend();
		const said = await Promise.all(this.#said);
		const end = await this.#say(0, 'the end');
		for (const { ear, name } of this.#followers) {
			await vi.waitFor(
				() => expect(ear.at, `${name} ${ear.texts.join()}`).toEqual(end.at),
				patience
			);
		}
		await Promise.all(this.#followers.map((follower) => follower.close()));
		return { said: [...said, end], followers: this.#followers };
	}

	#say(who: number, text: string): Promise<Said> {
		const message = { room: this.#room, text, clientId: text.replaceAll(' ', '-') };
		const said = persist((turn) => this.#origin(who + turn), message).then((at) => ({ text, at }));
		this.#said.push(said);
		return said;
	}

	#instance(index: number): Instance {
		return this.#stage.instances[index % 2 === 0 ? 0 : 1];
	}

	#origin(index: number): string {
		return this.#instance(index).origin;
	}
}
