import { createClient } from 'redis';
import type { Log } from '../../operations/log.ts';

export interface ClusterRedisOptions {
	url: string;
	/** How this process is called in `CLIENT LIST`. */
	name: string;
	log: Pick<Log, 'info' | 'warn' | 'error'>;
}

type Payload = string | Buffer;
type Listener = (message: Buffer, channel: Buffer) => unknown;

const connectTimeoutMs = 2000;
/** A Redis that is paused, or behind a cable that was cut, leaves TCP up for a quarter of an hour. */
const pingIntervalMs = 1000;
const silenceTimeoutMs = 3000;
/** Commands that wait for an answer, at most. */
const maxPendingCommands = 1000;
const maxReconnectDelayMs = 1000;

/**
 * Redis, as the Redis adapter sees it: the part of node-redis that it uses. What the adapter asks for it
 * asks without waiting for an answer, so that a rejection would end the process: here nothing rejects but
 * what somebody waits for. While Redis is away, what would be published is dropped (Socket.IO's own calls
 * are delivered at most once) and nothing queues; when it is back, all channels are subscribed anew.
 */
export class ClusterRedis {
	readonly #client: ReturnType<typeof clientFor>;
	readonly #log: ClusterRedisOptions['log'];
	readonly #channels = new Map<string, Listener>();
	readonly #patterns = new Map<string, Listener>();
	#isDown = false;
	#isClosed = false;

	// #region connect
	constructor({ log, ...options }: ClusterRedisOptions) {
		this.#log = log;
		this.#client = clientFor(options);
		// error のリスナーがないと、Redis の最初の瞬断でプロセスが終了する
		this.#client.on('error', (err: unknown) => this.#reportDown(err));
		this.#client.on('ready', () => this.#subscribeAll());
		// 待たない。Redis が停止中でも起動し、接続できるまで再試行する
		this.#client.connect().catch((err: unknown) => this.#reportDown(err));
	}
	// #endregion connect

	/** By this method the adapter tells node-redis from ioredis. It shards nothing itself. */
	sSubscribe(): void {
		throw new Error('Sharded channels are not in use.');
	}

	subscribe(channels: string | readonly string[], listener: Listener): void {
		for (const channel of [channels].flat()) this.#channels.set(channel, this.#guard(listener));
		if (this.#client.isReady) this.#subscribeAll();
	}

	pSubscribe(pattern: string, listener: Listener): void {
		this.#patterns.set(pattern, this.#guard(listener));
		if (this.#client.isReady) this.#subscribeAll();
	}

	/** All subscriptions end with the connection. */
	unsubscribe(channel: string): void {
		this.#channels.delete(channel);
	}

	pUnsubscribe(pattern: string): void {
		this.#patterns.delete(pattern);
	}

	// #region publish
	/** Redis の停止中は破棄する。捕捉されない例外を投げると、プロセスが終了する */
	publish(channel: string, message: Payload): void {
		if (this.#client.isReady) this.#client.publish(channel, message).catch(() => undefined);
	}
	// #endregion publish

	/** @throws Error while Redis is away */
	sendCommand(args: string[]): Promise<unknown> {
		return this.#client.sendCommand(args);
	}

	/** Errors are dealt with here; the adapter would only complain that nobody does. */
	on(): void {}
	off(): void {}

	/** Ends the connection; one that is just being made ends as soon as it can be. */
	close(): void {
		if (this.#isClosed) return;
		this.#isClosed = true;
		if (this.#client.isReady) return this.#client.destroy();
		const destroy = () => {
			if (this.#client.isOpen) this.#client.destroy();
		};
		this.#client.once('connect', destroy).once('reconnecting', destroy);
	}

	#subscribeAll(): void {
		if (this.#isDown) this.#log.info('Socket.IO is connected to Redis again');
		this.#isDown = false;
		const failed = (err: unknown) => this.#reportDown(err);
		// What is subscribed already costs no command.
		for (const [pattern, listener] of this.#patterns) {
			this.#client.pSubscribe(pattern, listener, true).catch(failed);
		}
		for (const [channel, listener] of this.#channels) {
			this.#client.subscribe(channel, listener, true).catch(failed);
		}
	}

	/** Once for an outage, however often it is tried in vain. */
	#reportDown(err: unknown): void {
		if (this.#isDown || this.#isClosed) return;
		this.#isDown = true;
		this.#log.warn({ err }, 'Socket.IO has lost Redis');
	}

	/** Whoever reaches Redis can publish anything: what the adapter makes of it must not end the process. */
	#guard(listener: Listener): Listener {
		return (message, channel) => {
			const hear = async () => listener(message, channel);
			hear().catch((err: unknown) => this.#log.error({ err }, 'socket.io cluster'));
		};
	}
}

function clientFor({ url, name }: Omit<ClusterRedisOptions, 'log'>) {
	return createClient({
		url,
		name,
		// RESP3: commands and Pub/Sub share one connection, which is there as a whole or not at all.
		RESP: 3,
		maintNotifications: 'disabled',
		disableOfflineQueue: true,
		commandsQueueMaxLength: maxPendingCommands,
		pingInterval: pingIntervalMs,
		socket: {
			connectTimeout: connectTimeoutMs,
			socketTimeout: silenceTimeoutMs,
			// All instances lose Redis in the same moment and must not come back in the same one.
			reconnectStrategy: () => maxReconnectDelayMs * (0.5 + Math.random() / 2)
		}
	});
}
