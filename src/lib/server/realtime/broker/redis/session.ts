import { createClient } from 'redis';
import { randomId } from '../../../../protocol/room.ts';

export interface SessionOptions {
	/** `redis:` or `rediss:`, with the password, which is never logged; or `unix:` and the path of a socket. */
	url: string;
	/** The name of this instance in `CLIENT LIST`. */
	name: string;
}

/** Connecting and the first PING time out after this. */
const connectTimeoutMs = 2000;
/** Contract: /readyz is 503 within 2 s after Redis becomes unreachable. Silence is detected after at most 1.25 s. */
const pingIntervalMs = 250;
const replyTimeoutMs = 1000;
/** Limited so that one SUBSCRIBE does not keep Redis busy for long. */
const channelsPerCall = 500;

/** Called for every message on a channel. */
type MessageListener = (payload: string, channel: string) => void;
type Client = ReturnType<typeof clientFor>;

function clientFor({ url, name }: SessionOptions) {
	const { protocol, pathname } = new URL(url);
	const isUnix = protocol === 'unix:';
	return createClient({
		...(isUnix ? {} : { url }),
		name,
		// RESP3: commands and Pub/Sub share one connection, which is there as a whole or not at all.
		RESP: 3,
		maintNotifications: 'disabled',
		// A command without a connection fails at once; otherwise a queue would grow.
		disableOfflineQueue: true,
		socket: {
			connectTimeout: connectTimeoutMs,
			reconnectStrategy: false,
			...(isUnix && { path: decodeURIComponent(pathname) })
		}
	});
}

/**
 * One connection to Redis, from its opening to its end. It never reconnects: link.ts opens another one, and
 * everything that belonged to the old one (subscriptions, pending commands) ends with it. The client repeats
 * nothing by itself.
 */
export class RedisSession {
	/** Rejects when the session is over, with the reason. */
	readonly lost: Promise<never>;
	readonly #client: Client;
	#timer: NodeJS.Timeout | undefined;
	/** When Redis last replied, or when the last PING was sent if that is later (performance.now()). */
	#lastReplyAt = 0;
	#lose: (reason: unknown) => void = () => undefined;
	#run = '';
	#losingRun = '';

	// #region connect
	constructor(options: SessionOptions) {
		this.lost = new Promise<never>((_, reject) => {
			this.#lose = reject;
		});
		// 誰も待っていない間に切断されても、捕捉されないエラーにしない
		this.lost.catch(() => undefined);
		this.#client = clientFor(options);
		// errorのリスナーがないと、接続の最初のエラーでプロセスが終了する
		this.#client.on('error', (error: unknown) => this.#lose(error));
	}
	// #endregion connect

	/** The server's `run_id`: a new one each time Redis starts. */
	get serverRun(): string {
		return this.#run;
	}

	/**
	 * The `run_id` of a Redis that loses what is newer than its snapshot when it crashes. Empty if there is an
	 * append-only file, and where INFO is forbidden.
	 */
	get losingRun(): string {
		return this.#losingRun;
	}

	/** Connects. @throws Error after 2 seconds at the latest */
	async open(): Promise<void> {
		const timer = setTimeout(
			() => this.#lose(new Error('Redis does not answer')),
			connectTimeoutMs
		);
		try {
			await Promise.race([this.#connect(), this.lost]);
		} finally {
			clearTimeout(timer);
		}
		this.#keepPinging();
	}

	/** Sends a command. @throws the error that Redis replies; an Error if the session ends before the reply */
	async command(args: readonly string[]): Promise<unknown> {
		const reply = await this.#client.sendCommand([...args]);
		this.#lastReplyAt = performance.now();
		return reply;
	}

	/** Subscribes to many channels at once, in a new session. `listener` must not throw. */
	async subscribeAll(channels: readonly string[], listener: MessageListener): Promise<void> {
		for (let i = 0; i < channels.length; i += channelsPerCall) {
			await this.#client.subscribe(channels.slice(i, i + channelsPerCall), listener);
		}
	}

	/** Resolves when Redis has confirmed the subscription. `listener` must not throw. */
	async subscribe(channel: string, listener: MessageListener): Promise<void> {
		await this.#client.subscribe(channel, listener);
	}

	/** Subscribes to all channels that match `pattern`. `listener` must not throw. */
	async subscribePattern(pattern: string, listener: MessageListener): Promise<void> {
		await this.#client.pSubscribe(pattern, listener);
	}

	/**
	 * Unsubscribes one listener. If none were named, the client would not send a SUBSCRIBE that follows at once, and the
	 * channel would deliver nothing.
	 */
	async unsubscribe(channel: string, listener: MessageListener): Promise<void> {
		await this.#client.unsubscribe(channel, listener);
	}

	/** Ends the session because of `reason`. */
	drop(reason: Error): void {
		this.#lose(reason);
	}

	/** Closes the connection; pending commands are rejected. */
	end(): void {
		clearTimeout(this.#timer);
		this.#lose(new Error('closed'));
		if (this.#client.isOpen) this.#client.destroy();
	}

	async #connect(): Promise<void> {
		await this.#client.connect();
		// Redis accepts connections long before it has loaded its data, and answers LOADING until then.
		await this.#client.sendCommand(['PING']);
		// Where INFO is forbidden, every session counts as another run: at worst clients get a needless gap.
		const run = await this.#info('server', /^run_id:(\w+)/m);
		const isAppending = (await this.#info('persistence', /^aof_enabled:(\d)/m)) === '1';
		this.#run = run ?? randomId(16);
		this.#losingRun = isAppending ? '' : (run ?? '');
	}

	/** A field of INFO; undefined where the command is forbidden. */
	async #info(section: string, field: RegExp): Promise<string | undefined> {
		const info = await this.#client.sendCommand<string>(['INFO', section]).catch(() => '');
		return field.exec(info)?.[1];
	}

	/**
	 * Checks that Redis replies. A paused Redis, or one behind a cut cable, leaves TCP up for a quarter of an
	 * hour. Any reply counts: under load the PING itself may wait in a long queue, and reconnecting then would
	 * add to the load.
	 */
	#keepPinging(): void {
		const ping = async () => {
			this.#lastReplyAt = performance.now();
			this.#watch(replyTimeoutMs);
			await this.command(['PING']);
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => this.#keepPinging(), pingIntervalMs);
		};
		ping().catch((error: unknown) => this.#lose(error));
	}

	#watch(waitMs: number): void {
		const timer = setTimeout(() => {
			// If this process itself was suspended, what arrived in that time is read before this runs.
			setImmediate(() => {
				if (this.#timer !== timer) return;
				const silentMs = performance.now() - this.#lastReplyAt;
				if (silentMs >= replyTimeoutMs) this.#lose(new Error('Redis does not answer'));
				else this.#watch(replyTimeoutMs - silentMs);
			});
		}, waitMs);
		this.#timer = timer;
	}
}
