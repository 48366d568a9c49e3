import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseCursor } from '../../src/lib/protocol/cursor.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import type { RedisBroker } from '../../src/lib/server/realtime/broker/redis.ts';
import { RecordingListener } from '../support/recording-listener.ts';
import { causeFault, type RedisFault } from '../support/redis-faults.ts';
import { RedisRig } from '../support/redis-rig.ts';
import { redisHint, redisTool, TestRedis } from '../support/redis.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { draft, room } from './broker-suite.ts';

/** The number of runs for each kind of Redis. A failure prints the seed and the path. */
const numRuns = process.env.WIRELAB_LONG ? 1000 : 50;
const seed = Number(process.env.WIRELAB_SEED ?? 20_261_122);
const waitOptions = { timeout: 15_000, interval: 10 };

const steps = {
	publish: fc.record({
		do: fc.constant('publish' as const),
		who: fc.nat(1),
		count: fc.integer({ min: 1, max: 8 })
	}),
	join: fc.record({ do: fc.constant('join' as const), who: fc.nat(1) }),
	fault: (...names: RedisFault[]) =>
		fc.record({ do: fc.constantFrom(...names), waits: fc.boolean() })
};
type Step =
	| { do: 'publish'; who: number; count: number }
	| { do: 'join'; who: number }
	| { do: RedisFault; waits: boolean };

const schedule = (...faults: RedisFault[]): fc.Arbitrary<Step[]> =>
	fc.array(
		fc.oneof(
			{ arbitrary: steps.publish, weight: 4 },
			{ arbitrary: steps.join, weight: 1 },
			{ arbitrary: steps.fault(...faults), weight: 3 }
		),
		{ minLength: 4, maxLength: 14 }
	);

/** One run: two instances, the second behind a proxy, and publishers that retry until acknowledged. */
class Run {
	readonly listeners: RecordingListener[] = [];
	readonly #published: Promise<Message>[] = [];
	readonly #joining: Promise<RecordingListener>[] = [];
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
		for (const broker of run.#rig.brokers)
			run.listeners.push(await RecordingListener.in(room, broker));
		return run;
	}

	async step(step: Step): Promise<void> {
		switch (step.do) {
			case 'publish':
				for (let i = 0; i < step.count; i++) this.#publish(step.who);
				return;
			case 'join':
				this.#joining.push(this.#retry(step.who, (broker) => RecordingListener.in(room, broker)));
				return;
			default:
				await causeFault(step.do, { redis: this.#redis, proxy: this.#proxy });
				if (step.waits) await new Promise(setImmediate);
		}
	}

	/** Ends all faults. Resolves when everything is acknowledged and all listeners have the last message. */
	async settle(): Promise<Message[]> {
		this.#redis.resume();
		this.#proxy.unstall();
		const published = await Promise.all(this.#published);
		this.listeners.push(...(await Promise.all(this.#joining)));
		await this.#rig.ready();
		const last = await this.#rig.brokers[0].publish(draft('the end'));
		for (const listener of this.listeners) {
			await vi.waitFor(() => expect(listener.at).toEqual(parseCursor(last.id)), waitOptions);
		}
		return published;
	}

	async close(): Promise<void> {
		this.#redis.resume();
		await this.#rig.close();
		await this.#proxy.close();
	}

	#publish(who: number): void {
		const number = this.#published.length;
		const message = draft(`t${number}`, { user: `u${who}`, clientId: `c${number}` });
		this.#published.push(this.#retry(who, (broker) => broker.publish(message)));
	}

	/** Repeats an action until it succeeds, as a client does. */
	#retry<T>(who: number, action: (broker: RedisBroker) => Promise<T>): Promise<T> {
		const broker = this.#rig.brokers[who === 0 ? 0 : 1];
		return vi.waitFor(() => action(broker), waitOptions);
	}
}

/** The messages that a listener received in its current epoch. */
const inCurrentEpoch = ({ messages, at }: RecordingListener) =>
	messages.filter(({ id }) => parseCursor(id)?.epoch === at.epoch);

describe.skipIf(redisTool === null)(`seeded faults of Redis and its connection${redisHint}`, () => {
	const kinds = {
		'that persists every write': { appendOnly: true, faults: ['restart'] },
		'that loses data': { appendOnly: false, faults: ['restart', 'flush', 'save'] }
	} as const;

	for (const [name, { appendOnly, faults }] of Object.entries(kinds)) {
		describe(`a Redis ${name}`, () => {
			let redis: TestRedis;
			beforeAll(async () => {
				redis = await TestRedis.started({ appendOnly });
			});
			afterAll(() => redis.close());

			test(
				`${numRuns} runs: every listener gets everything or an exact gap`,
				async () => {
					const arbitrary = schedule('drop', 'stall', 'unstall', 'pause', 'resume', ...faults);
					await fc.assert(
						fc.asyncProperty(arbitrary, async (plan) => {
							const run = await Run.start(redis);
							try {
								for (const step of plan) await run.step(step);
								const published = await run.settle();
								for (const listener of run.listeners) {
									expect(listener.faults).toEqual([]);
									const received = inCurrentEpoch(listener);
									// A retry of a message that had been stored is not a second message.
									expect(new Set(received.map(({ text }) => text)).size).toBe(received.length);
									if (!appendOnly) continue;
									expect(listener.gaps).toEqual([]);
									for (const message of published) {
										if (message.seq > listener.from.seq) expect(received).toContainEqual(message);
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
