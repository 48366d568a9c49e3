import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseCursor } from '../../src/lib/protocol/cursor.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import type { RedisBroker } from '../../src/lib/server/realtime/broker/redis.ts';
import { Ear } from '../support/listening.ts';
import { RedisRig } from '../support/redis-rig.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { draft, room } from './broker-suite.ts';

/** How often each of the two kinds of Redis is tormented; a failure prints the seed and the path. */
const numRuns = process.env.WIRELAB_LONG ? 1000 : 50;
const seed = Number(process.env.WIRELAB_SEED ?? 20_261_122);
const patience = { timeout: 15_000, interval: 10 };

const steps = {
	say: fc.record({
		do: fc.constant('say' as const),
		who: fc.nat(1),
		count: fc.integer({ min: 1, max: 8 })
	}),
	join: fc.record({ do: fc.constant('join' as const), who: fc.nat(1) }),
	fault: (...names: Fault[]) => fc.record({ do: fc.constantFrom(...names), waits: fc.boolean() })
};
type Fault = 'sever' | 'cut' | 'mend' | 'pause' | 'resume' | 'restart' | 'flush' | 'save';
type Step =
	| { do: 'say'; who: number; count: number }
	| { do: 'join'; who: number }
	| { do: Fault; waits: boolean };

const schedule = (...faults: Fault[]): fc.Arbitrary<Step[]> =>
	fc.array(
		fc.oneof(
			{ arbitrary: steps.say, weight: 4 },
			{ arbitrary: steps.join, weight: 1 },
			{ arbitrary: steps.fault(...faults), weight: 3 }
		),
		{ minLength: 4, maxLength: 14 }
	);

/** One run: two instances, the second over a cable of its own, publishers that repeat until answered. */
class Run {
	readonly ears: Ear[] = [];
	readonly #said: Promise<Message>[] = [];
	readonly #joining: Promise<Ear>[] = [];
	readonly #redis: TestRedis;
	readonly #proxy: TcpProxy;
	readonly #rig: RedisRig;

	private constructor(redis: TestRedis, proxy: TcpProxy, rig: RedisRig) {
		this.#redis = redis;
		this.#proxy = proxy;
		this.#rig = rig;
	}

	static async start(redis: TestRedis): Promise<Run> {
		const proxy = await TcpProxy.to(redis.port);
		const urls = [redis.url, `redis://127.0.0.1:${proxy.port}`] as const;
		const run = new Run(redis, proxy, await RedisRig.start(redis, { urls }));
		for (const broker of run.#rig.brokers) run.ears.push(await Ear.in(room, broker));
		return run;
	}

	async step(step: Step): Promise<void> {
		switch (step.do) {
			case 'say':
				for (let i = 0; i < step.count; i++) this.#say(step.who);
				return;
			case 'join':
				this.#joining.push(this.#persist(step.who, (broker) => Ear.in(room, broker)));
				return;
			case 'sever':
			case 'cut':
			case 'mend':
				this.#proxy[step.do]();
				break;
			case 'pause':
			case 'resume':
				this.#redis[step.do]();
				break;
			case 'restart':
				await this.#redis.kill();
				await this.#redis.start();
				break;
			case 'flush':
			case 'save':
				this.#redis.resume();
				await this.#redis.command(step.do === 'flush' ? 'FLUSHALL' : 'SAVE');
		}
		if (step.waits) await new Promise(setImmediate);
	}

	/** Everything is mended and answered, and all listeners stand at the end. */
	async settle(): Promise<Message[]> {
		this.#redis.resume();
		this.#proxy.mend();
		const said = await Promise.all(this.#said);
		this.ears.push(...(await Promise.all(this.#joining)));
		await this.#rig.ready();
		const last = await this.#rig.brokers[0].publish(draft('the end'));
		for (const ear of this.ears) {
			await vi.waitFor(() => expect(ear.at).toEqual(parseCursor(last.id)), patience);
		}
		return said;
	}

	async close(): Promise<void> {
		this.#redis.resume();
		await this.#rig.close();
		await this.#proxy.close();
	}

	#say(who: number): void {
		const number = this.#said.length;
		const message = draft(`t${number}`, { user: `u${who}`, clientId: `c${number}` });
		this.#said.push(this.#persist(who, (broker) => broker.publish(message)));
	}

	/** Tries until it succeeds, as a client does. */
	#persist<T>(who: number, action: (broker: RedisBroker) => Promise<T>): Promise<T> {
		const broker = this.#rig.brokers[who === 0 ? 0 : 1];
		return vi.waitFor(() => action(broker), patience);
	}
}

/** What the listener heard since it was last told of a loss. */
const sinceReset = ({ messages, at }: Ear) =>
	messages.filter(({ id }) => parseCursor(id)?.epoch === at.epoch);

describe.skipIf(redisTool === null)(`seeded faults of Redis and its cable${redisHint}`, () => {
	const kinds = {
		'that keeps everything': { appendOnly: true, faults: ['restart'] },
		'that forgets': { appendOnly: false, faults: ['restart', 'flush', 'save'] }
	} as const;

	for (const [name, { appendOnly, faults }] of Object.entries(kinds)) {
		describe(`a Redis ${name}`, () => {
			let redis: TestRedis;
			beforeAll(async () => {
				redis = await TestRedis.started({ appendOnly });
			});
			afterAll(() => redis.close());

			test(
				`${numRuns} runs: complete for every listener, or told`,
				async () => {
					const arbitrary = schedule('sever', 'cut', 'mend', 'pause', 'resume', ...faults);
					await fc.assert(
						fc.asyncProperty(arbitrary, async (plan) => {
							const run = await Run.start(redis);
							try {
								for (const step of plan) await run.step(step);
								const said = await run.settle();
								for (const ear of run.ears) {
									expect(ear.faults).toEqual([]);
									const heard = sinceReset(ear);
									// A repeat whose first try was stored after all is one message.
									expect(new Set(heard.map(({ text }) => text)).size).toBe(heard.length);
									if (!appendOnly) continue;
									expect(ear.gaps).toEqual([]);
									for (const message of said) {
										if (message.seq > ear.from.seq) expect(heard).toContainEqual(message);
									}
								}
							} finally {
								await run.close();
							}
						}),
						{ numRuns, seed, endOnFailure: true }
					);
				},
				numRuns * 10_000
			);
		});
	}
});
