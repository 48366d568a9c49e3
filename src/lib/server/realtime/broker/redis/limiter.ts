import {
	RateLimiterMemory,
	RateLimiterRedis,
	type RateLimiterAbstract
} from 'rate-limiter-flexible';
import { script, type Script, type ScriptRunner } from './script.ts';

export interface LimiterOptions {
	/** The common prefix of its keys. */
	keyPrefix: string;
	points: number;
	/** Seconds. */
	duration: number;
}

/**
 * A rate limiter in Redis that all instances share (L5). While Redis is unreachable, each instance counts in
 * its own memory: clients can still send, and floods are still limited.
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
		// 上限を超えたクライアントは、ウィンドウが終わるまで Redis に問い合わせずに拒否する
		inMemoryBlockOnConsumed: points + 1,
		insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration }) // Redis の停止中の代替
	});
}
// #endregion limiter

/** The part of a Redis client that rate-limiter-flexible needs, over the link that everything else uses. */
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
