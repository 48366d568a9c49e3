import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorReply } from 'redis';
import type { Log } from '../../operations/log.ts';
import { Refusal } from '../../refusal.ts';
import type { Script, ScriptRunner } from './script.ts';
import { RedisSession, type SessionOptions } from './session.ts';

export interface LinkOptions extends SessionOptions {
	log: Pick<Log, 'info' | 'warn' | 'error'>;
}

/** A part of the server whose state depends on the connection. */
export interface LinkUser {
	/** Called when the connection is lost. Channels deliver again just before `restore`. */
	lost(): void;
	/** Called to catch up when a new connection has subscribed to all channels. A failure ends the session. */
	restore(): Promise<void>;
}

/**
 * The pause before the next attempt to connect doubles from the first to the longest, and has a random length: all
 * instances lose Redis at the same moment and must not reconnect together.
 */
const firstPauseMs = 50;
const maxPauseMs = 1000;

/**
 * Keeps a Redis session open, and opens a new one when it is lost. The link is ready when it is connected and
 * subscribed and all its users have caught up. Calls are sent as soon as it is connected, because users need them to
 * catch up; while it is not connected, they fail at once. Only during the first attempt to connect do they wait for
 * it to end (2 s at most), so that calls right after the start do not fail.
 */
export class RedisLink implements ScriptRunner {
	readonly #options: LinkOptions;
	readonly #users = new Set<LinkUser>();
	readonly #listeners = new Map<string, (payload: string) => void>();
	readonly #closing = new AbortController();
	readonly #ended: Promise<void>;
	/** Resolves when the first attempt to connect has ended. */
	readonly firstAttempt: Promise<void>;
	#firstAttemptEnded: () => void = () => undefined;
	#session: RedisSession | null = null;
	#serverRun = '';
	#losingRun = '';
	#isReady = false;
	#loggedErrors = new Set<string>();

	constructor(options: LinkOptions) {
		this.#options = options;
		this.firstAttempt = new Promise((resolve) => {
			this.#firstAttemptEnded = resolve;
		});
		this.#ended = this.#run();
	}

	get isReady(): boolean {
		return this.#isReady;
	}

	/** The `run_id` of the Redis that answered last. */
	get serverRun(): string {
		return this.#serverRun;
	}

	/** As in `RedisSession`, of the Redis that answered last. */
	get losingRun(): string {
		return this.#losingRun;
	}

	register(user: LinkUser): void {
		this.#users.add(user);
	}

	run(script: Script, keys: readonly string[], args: readonly string[]): Promise<string[]> {
		const rest = [String(keys.length), ...keys, ...args];
		return this.#use(async (session) => {
			// Both calls go to the same Redis, because the arguments may contain its run.
			const reply = await session
				.command(['EVALSHA', script.sha, ...rest])
				.catch((error: unknown) => {
					// Redis does not have the script: it is the first use, or Redis has restarted. EVAL loads it.
					if (!isReply(error, 'NOSCRIPT')) throw error;
					return session.command(['EVAL', script.source, ...rest]);
				});
			return Array.isArray(reply) ? reply.map(String) : [];
		});
	}

	/** @throws Refusal `broker_unavailable` */
	command(args: readonly string[]): Promise<unknown> {
		return this.#use((session) => session.command(args));
	}

	/**
	 * Resolves when the subscription is active. It is restored after reconnections.
	 * @throws Refusal `broker_unavailable`; the channel is then not subscribed
	 */
	async subscribe(channel: string, listener: (payload: string) => void): Promise<void> {
		this.#listeners.set(channel, listener);
		try {
			await this.#use((session) => session.subscribe(channel, this.#dispatch));
		} catch (error) {
			if (this.#listeners.get(channel) === listener) this.#listeners.delete(channel);
			throw error;
		}
	}

	/**
	 * Listens to all channels that match `pattern` until the connection is lost. `listener` must not throw.
	 * @throws Refusal `broker_unavailable`
	 */
	subscribePattern(
		pattern: string,
		listener: (payload: string, channel: string) => void
	): Promise<void> {
		return this.#use((session) => session.subscribePattern(pattern, listener));
	}

	/** Stops listening at once, and unsubscribes in Redis if it is connected. */
	unsubscribe(channel: string): void {
		this.#listeners.delete(channel);
		// A session that has ended has no subscriptions either.
		this.#session?.unsubscribe(channel, this.#dispatch).catch(() => undefined);
	}

	/** Ends the session, because it cannot be relied upon. A new one follows. */
	drop(reason: Error): void {
		this.#session?.drop(reason);
	}

	async close(): Promise<void> {
		this.#closing.abort();
		this.#session?.drop(new Error('closed'));
		await this.#ended;
	}

	// #region live
	async #run(): Promise<void> {
		const { log } = this.#options;
		let failures = 0;
		while (!this.#isClosing()) {
			const session = new RedisSession(this.#options);
			try {
				await session.open();
				this.#begin(session);
				// チャンネルを購読し直し、すべてのルームが追いつくまで、準備完了としない
				await Promise.race([this.#restore(session), session.lost]);
				failures = 0;
				this.#isReady = true;
				log.info('Redis is connected');
				await session.lost;
			} catch (error) {
				// 再試行の回数によらず、1回の障害につき1行だけログに書く
				if (failures === 0 && !this.#isClosing()) {
					log.warn({ err: error }, 'Redis is unavailable');
				}
			}
			this.#end(session);
			// 全インスタンスが同時に切断されるので、再接続の時刻を分散させる
			const pauseMs = Math.min(firstPauseMs * 2 ** failures++, maxPauseMs);
			await sleep(pauseMs * (0.5 + Math.random() / 2), null, {
				signal: this.#closing.signal
			}).catch(() => undefined);
		}
	}
	// #endregion live

	#isClosing(): boolean {
		return this.#closing.signal.aborted;
	}

	#begin(session: RedisSession): void {
		this.#session = session;
		this.#serverRun = session.serverRun;
		this.#losingRun = session.losingRun;
		this.#loggedErrors = new Set();
		this.#firstAttemptEnded();
	}

	async #restore(session: RedisSession): Promise<void> {
		await session.subscribeAll([...this.#listeners.keys()], this.#dispatch);
		await Promise.all([...this.#users].map((user) => user.restore()));
	}

	#end(session: RedisSession): void {
		const wasOpen = this.#session === session;
		this.#session = null;
		session.end();
		this.#firstAttemptEnded();
		this.#isReady = false;
		if (wasOpen) for (const user of this.#users) user.lost();
	}

	readonly #dispatch = (payload: string, channel: string): void => {
		try {
			this.#listeners.get(channel)?.(payload);
		} catch (error) {
			// Thrown into the client's parser, it would end the whole connection.
			this.#options.log.error({ err: error }, 'a listener of a channel has thrown');
		}
	};

	/** @throws Refusal `broker_unavailable` */
	async #use<T>(call: (session: RedisSession) => Promise<T>): Promise<T> {
		try {
			await this.firstAttempt;
			if (this.#session === null) throw new Error('Redis is not connected');
			return await call(this.#session);
		} catch (error) {
			throw this.#unavailable(error);
		}
	}

	/** What clients are told about `error`. An error that Redis replied is logged, once per kind and session. */
	#unavailable(error: unknown): Refusal {
		if (error instanceof Refusal) return error;
		if (error instanceof ErrorReply) {
			const kind = error.message.split(' ', 1)[0] ?? '';
			if (!this.#loggedErrors.has(kind)) {
				this.#options.log.error({ err: error }, 'Redis rejects a command');
				this.#loggedErrors.add(kind);
			}
			// The master has become a replica: the host name may resolve to the new master by now.
			if (kind === 'READONLY') this.drop(error);
		}
		return new Refusal('broker_unavailable', { retryAfterMs: 1000 });
	}
}

function isReply(error: unknown, kind: string): boolean {
	return error instanceof ErrorReply && error.message.startsWith(kind);
}
