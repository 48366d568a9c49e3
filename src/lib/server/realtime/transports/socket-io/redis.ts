import type { LinkUser, RedisLink } from '../../broker/redis/link.ts';
import type { Log } from '../../operations/log.ts';

type Listener = (message: string, channel: string) => unknown;

/**
 * The connection to Redis for the Redis adapter: the part of node-redis that it calls. The adapter awaits only
 * `sendCommand`, so nothing else rejects: an unhandled rejection would end the process. While Redis is
 * unavailable, messages are dropped (Socket.IO delivers its own calls at most once).
 */
export class ClusterRedis implements LinkUser {
	readonly #link: RedisLink;
	readonly #log: Pick<Log, 'error'>;
	readonly #channels = new Map<string, Listener>();
	readonly #patterns = new Map<string, Listener>();

	/** Must be called before the link connects for the first time: the adapter's channels are subscribed in `restore`. */
	constructor(link: RedisLink, log: Pick<Log, 'error'>) {
		this.#link = link;
		this.#log = log;
		link.register(this);
	}

	/** Because of this method the adapter assumes node-redis. It is called only for sharded channels. */
	sSubscribe(): void {
		throw new Error('Sharded channels are not in use.');
	}

	subscribe(channels: readonly string[], listener: Listener): void {
		for (const channel of channels) this.#channels.set(channel, listener);
	}

	pSubscribe(pattern: string, listener: Listener): void {
		this.#patterns.set(pattern, listener);
	}

	unsubscribe(channel: string): void {
		this.#channels.delete(channel);
		this.#link.unsubscribe(channel);
	}

	/** The subscription in Redis ends with the connection. */
	pUnsubscribe(pattern: string): void {
		this.#patterns.delete(pattern);
	}

	// #region publish
	/** Redisの停止中は破棄する。捕捉されない例外を投げると、プロセスが終了する */
	publish(channel: string, message: string): void {
		if (this.#link.isReady) this.sendCommand(['PUBLISH', channel, message]).catch(() => undefined);
	}
	// #endregion publish

	/** @throws Refusal `broker_unavailable` */
	sendCommand(args: string[]): Promise<unknown> {
		return this.#link.command(args);
	}

	/** The link handles errors; the adapter would only warn about them. */
	on(): void {}
	off(): void {}

	lost(): void {}

	/** A channel that Redis's user may not read is logged by the link, and the rooms work without it. */
	async restore(): Promise<void> {
		const subscribed = [...this.#channels].map(([channel, listener]) =>
			this.#link.subscribe(channel, (message) => this.#notify(listener, message, channel))
		);
		const matched = [...this.#patterns].map(([pattern, listener]) =>
			this.#link.subscribePattern(pattern, (message, channel) =>
				this.#notify(listener, message, channel)
			)
		);
		await Promise.allSettled([...subscribed, ...matched]);
	}

	/** Anybody with access to Redis can publish anything: an error of the adapter must not end the process. */
	#notify(listener: Listener, message: string, channel: string): void {
		const handled = async () => listener(message, channel);
		handled().catch((err: unknown) => this.#log.error({ err }, 'socket.io cluster'));
	}
}
