import {
	RateLimiterMemory,
	RateLimiterRedis,
	type RateLimiterAbstract
} from 'rate-limiter-flexible';
import { script, type Script, type ScriptRunner } from './script.ts';

export interface LimiterOptions {
	/** Names its keys, together with the prefix of all of them. */
	keyPrefix: string;
	points: number;
	/** Seconds. */
	duration: number;
}

/**
 * A counter in Redis that all instances share (L5). While Redis is away, each of them counts for itself:
 * nobody is locked out because of it, and a flood is still one.
 */
// #region limiter
export function redisLimiter(
	runner: ScriptRunner & { readonly isReady: boolean },
	{ keyPrefix, points, duration }: LimiterOptions
): RateLimiterAbstract {
	return new RateLimiterRedis({
		storeClient: new LimiterClient(runner),
		useRedisPackage: true,
		rejectIfRedisNotReady: true,
		keyPrefix,
		points,
		duration,
		// 上限を超えた人は、窓が終わるまで Redis に尋ねずに断る
		inMemoryBlockOnConsumed: points + 1,
		insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }) // Redis がない間の控え
	});
}
// #endregion limiter

/** What rate-limiter-flexible needs of a Redis client, over the link that everything else goes over. */
class LimiterClient {
	readonly #runner: ScriptRunner & { readonly isReady: boolean };
	readonly #scripts = new Map<string, Script>();

	constructor(runner: ScriptRunner & { readonly isReady: boolean }) {
		this.#runner = runner;
	}

	get isReady(): boolean {
		return this.#runner.isReady;
	}

	async eval(
		source: string,
		{ keys, arguments: args }: { keys: string[]; arguments: string[] }
	): Promise<number[]> {
		const known = this.#scripts.get(source) ?? script(source);
		this.#scripts.set(source, known);
		const reply = await this.#runner.run(known, keys, args);
		return reply.map(Number);
	}
}
