import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CloseCode } from '../../../protocol/close-codes.ts';
import type { ErrorCode } from '../../../protocol/errors.ts';
import type { Message, Via } from '../../../protocol/message.ts';
import type { TransportName } from '../connection.ts';
import type { HubWatcher } from '../hub/watcher.ts';

/** The error codes of guards, which count as rejections. */
const rejections: ReadonlySet<ErrorCode> = new Set([
	'forbidden_origin',
	'unauthorised',
	'token_expired',
	'room_closed',
	'rate_limited',
	'full',
	'draining'
]);

/** The sampling interval of the event loop's delay. Measured delays include it. */
const resolutionMs = 10;

/** The part of the server that answered with an error. */
export type ErrorSource = TransportName | 'http' | 'upgrade' | 'tutorial' | 'example';

/** Values that are read at each scrape. */
export interface Readings {
	/** How many connections there are, by transport. */
	connections(): ReadonlyMap<TransportName, number>;
	/** How many rooms have a connection on this instance. */
	rooms(): number;
	broker: 'memory' | 'redis';
	isReady(): boolean;
	/** How many lines of the log could not be written. */
	lostLogLines(): number;
}

/**
 * The metrics of this instance, for Prometheus, in its own registry. No label contains a name, an
 * address or a room: each would be another time series.
 *
 * A delivery updates the metrics once per group of readers, not once per reader.
 */
export class Metrics implements HubWatcher {
	readonly #registry = new Registry();
	readonly #lag = monitorEventLoopDelay({ resolution: resolutionMs });

	// #region metrics
	readonly #in = this.#counter('wirelab_messages_in_total', 'Messages published.', ['via']);
	readonly #out = this.#counter('wirelab_messages_out_total', 'Messages written to connections.', [
		'transport'
	]);
	readonly #errors = this.#counter('wirelab_errors_total', 'Error responses.', [
		'transport',
		'code'
	]);
	readonly #rejections = this.#counter(
		'wirelab_rejections_total',
		'Requests and connections rejected by a guard.',
		['reason']
	);
	readonly #closedConnections = this.#counter(
		'wirelab_connections_closed_total',
		'Closed connections, by close code; left if the client closed.',
		['transport', 'code']
	);
	readonly #latency = new Histogram({
		name: 'wirelab_delivery_seconds',
		help: 'Seconds from storing a message to writing it to the connections of this instance.',
		labelNames: ['transport'],
		buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
		registers: [this.#registry]
	});

	/** ルームの全接続に書き込み終えたとき、トランスポートごとに1度だけ呼ばれる */
	delivered(transport: TransportName, readers: number, messages: readonly Message[]): void {
		this.#out.inc({ transport }, readers * messages.length);
		const now = Date.now();
		for (const { timestamp } of messages) {
			this.#latency.observe({ transport }, Math.max(0, now - timestamp) / 1000);
		}
	}
	// #endregion metrics

	constructor(readings: Readings) {
		this.#lag.enable();
		this.#gauge('wirelab_connections', 'Connections, by transport.', ['transport'], (gauge) => {
			gauge.reset();
			for (const [transport, count] of readings.connections()) gauge.set({ transport }, count);
		});
		this.#gauge(
			'wirelab_rooms',
			'Rooms with at least one connection on this instance.',
			[],
			(gauge) => gauge.set(readings.rooms())
		);
		this.#gauge('wirelab_broker_ready', 'Whether messages can be stored.', ['kind'], (gauge) =>
			gauge.set({ kind: readings.broker }, readings.isReady() ? 1 : 0)
		);
		this.#countAtScrape(
			'wirelab_log_lines_lost_total',
			'Log lines that could not be written.',
			() => readings.lostLogLines()
		);
		this.#observeProcess();
	}

	/** The content type of `text`. */
	get contentType(): string {
		return this.#registry.contentType;
	}

	/** All metrics in Prometheus's text format. */
	text(): Promise<string> {
		return this.#registry.metrics();
	}

	/** Messages in and out, and rejections, since the process began. */
	async totals(): Promise<{ received: number; written: number; refused: number }> {
		const sum = async (counter: Counter) =>
			(await counter.get()).values.reduce((total, { value }) => total + value, 0);
		return {
			received: await sum(this.#in),
			written: await sum(this.#out),
			refused: await sum(this.#rejections)
		};
	}

	published(via: Via): void {
		this.#in.inc({ via });
	}

	replayed(transport: TransportName, count: number): void {
		this.#out.inc({ transport }, count);
	}

	closed(transport: TransportName, code: CloseCode | undefined): void {
		this.#closedConnections.inc({ transport, code: code ?? 'left' });
	}

	/** Counts an error response. */
	countError(transport: ErrorSource, code: ErrorCode): void {
		this.#errors.inc({ transport, code });
		if (rejections.has(code)) this.#rejections.inc({ reason: code });
	}

	/** Stops measuring the event loop. */
	close(): void {
		this.#lag.disable();
	}

	/**
	 * In place of `collectDefaultMetrics`, which never stops its observers: each hot reload would leave some behind.
	 */
	#observeProcess(): void {
		this.#gauge(
			'wirelab_event_loop_lag_seconds',
			'Event loop delay since the last scrape.',
			['quantile'],
			(gauge) => {
				for (const quantile of [50, 99, 100]) {
					const lateMs = this.#lag.percentile(quantile) / 1e6 - resolutionMs;
					gauge.set({ quantile: quantile / 100 }, Math.max(0, lateMs) / 1e3);
				}
				this.#lag.reset();
			}
		);
		this.#gauge('process_resident_memory_bytes', 'Resident memory of the process.', [], (gauge) =>
			gauge.set(process.memoryUsage.rss())
		);
		this.#gauge('nodejs_memory_bytes', 'Memory as V8 reports it.', ['kind'], (gauge) => {
			const { heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
			for (const [kind, bytes] of Object.entries({ heapUsed, heapTotal, external, arrayBuffers })) {
				gauge.set({ kind }, bytes);
			}
		});
		this.#countAtScrape(
			'process_cpu_seconds_total',
			'CPU time of the process, user and system.',
			() => {
				const { user, system } = process.cpuUsage();
				return (user + system) / 1e6;
			}
		);
	}

	#counter<Label extends string>(name: string, help: string, labelNames: Label[]) {
		return new Counter({ name, help, labelNames, registers: [this.#registry] });
	}

	/** A counter whose total is read at each scrape. */
	#countAtScrape(name: string, help: string, read: () => number): void {
		const collect = function (this: Counter) {
			this.reset();
			this.inc(read());
		};
		new Counter({ name, help, registers: [this.#registry], collect });
	}

	#gauge<Label extends string>(
		name: string,
		help: string,
		labelNames: Label[],
		read: (gauge: Gauge<Label>) => void
	): void {
		const collect = function (this: Gauge<Label>) {
			read(this);
		};
		// The registry keeps the gauge.
		new Gauge({ name, help, labelNames, registers: [this.#registry], collect });
	}
}
