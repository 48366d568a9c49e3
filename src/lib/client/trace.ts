import { parseTraceEvent, type TraceEvent, type TraceRecord } from '../protocol/trace.ts';
import { randomId } from '../protocol/room.ts';

/** A trace of connections of this page, while its own WebSocket is open. */
export interface TraceClient {
	/** The server records each request that carries this id in its query: `trace=…`. */
	readonly id: string;
	/** Resolves once the server is recording and the clocks have been compared; rejects if the socket closes before that. */
	readonly started: Promise<void>;
	/** The current time in ms since the trace began, an estimate of the server's clock. */
	now(): number;
	/** The largest error of `now`, ms: half the round trip of the fastest ping. */
	readonly uncertainty: number;
	/** The difference of the clocks, by the best estimate so far. */
	readonly clocks: Clocks;
	close(): void;
}

/** What relates times of this page to those of a trace. */
export interface Clocks {
	/** When the trace began, in ms since 1970, by the server's clock. */
	startedAt: number;
	/** What is added to `performance.now()` to get ms since the trace began; estimated. */
	offset: number;
	/** The largest error of `offset`, ms. */
	uncertainty: number;
}

export interface TraceOptions {
	onRecord(record: TraceRecord): void;
	/** The trace has ended: a bound was reached, its connection was lost, or `close` was called. */
	onEnd?(reason: EndReason): void;
	/** Called with the number of bytes that the server counted but did not record. */
	onOmitted?(bytes: number): void;
}

export type EndReason = Extract<TraceEvent, { type: 'ended' }>['reason'] | 'lost' | 'closed';

/**
 * The delays between the pings that compare the clocks; the last one repeats. The first ones are short, so that several
 * answers arrive soon: the fastest answer gives the best estimate.
 */
const pingDelaysMs = [100, 200, 400, 800, 5_000];
const idLength = 24;

/** Asks the server to record requests with this trace's id. */
export function openTrace({ onRecord, onEnd, onOmitted }: TraceOptions): TraceClient {
	const id = randomId(idLength);
	const socket = new WebSocket(`/trace?id=${id}`);
	let startedAt = 0;
	let offset = 0;
	let uncertainty = Infinity;
	let reason: EndReason = 'lost';
	let timer: ReturnType<typeof setTimeout> | undefined;

	function ping(count: number): void {
		socket.send(JSON.stringify({ type: 'ping', sent: performance.now() }));
		const delayMs = pingDelaysMs[Math.min(count, pingDelaysMs.length - 1)];
		timer = setTimeout(() => ping(count + 1), delayMs);
	}

	/** Assumes that the server answered halfway between sending and now. The fastest answer has the smallest error. */
	function compareClocks({ t, sent }: Extract<TraceEvent, { type: 'pong' }>): void {
		const now = performance.now();
		const half = (now - sent) / 2;
		if (half > uncertainty) return;
		uncertainty = half;
		offset = t - (now - half);
	}

	const started = new Promise<void>((resolve, reject) => {
		socket.onmessage = ({ data }) => {
			const event = parseTraceEvent(String(data));
			if (event === null) return;
			if (event.type === 'started') {
				startedAt = event.at;
				ping(0);
			} else if (event.type === 'pong') {
				compareClocks(event);
				resolve();
			} else if (event.type === 'omitted') onOmitted?.(event.bytes);
			else if (event.type === 'ended') reason = event.reason;
			else onRecord(event);
		};
		socket.onclose = () => {
			clearTimeout(timer);
			reject(new Error('The trace has not started.'));
			onEnd?.(reason);
		};
	});

	return {
		id,
		started,
		now: () => performance.now() + offset,
		get uncertainty() {
			return uncertainty;
		},
		get clocks() {
			return { startedAt, offset, uncertainty };
		},
		close() {
			reason = 'closed';
			socket.close();
		}
	};
}
