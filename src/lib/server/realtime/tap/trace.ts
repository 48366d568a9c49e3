import type { TraceEvent, TraceRecord } from '../../../protocol/trace.ts';
import {
	maxTraceBytes,
	maxTracedRequests,
	maxTraceMs,
	maxTraceRecords,
	traceBurstBytes,
	traceBytesPerSecond
} from '../limits.ts';
import { TokenBucket } from '../guards/token-bucket.ts';
import { OwnMessages } from './own-messages.ts';
import type { TracedConnection } from './traced-connection.ts';

type EndReason = Extract<TraceEvent, { type: 'ended' }>['reason'];
type WithoutTime<Event> = Event extends unknown ? Omit<Event, 't'> : never;
type Untimed = WithoutTime<Exclude<TraceEvent, { type: 'started' }>>;

/** Where the records of a trace go. */
export interface TraceOutput {
	/** Sends an event. Returns false if too much waits already: then it was not sent. */
	send(event: TraceEvent): boolean;
	/** The trace has reached a bound. Sends its last events, however much waits: they are short. */
	end(events: readonly TraceEvent[]): void;
}

/** One trace while it runs: its clock, its bounds, and the connections that are recorded. */
export class Trace {
	readonly id: string;
	/** The address of its reader. */
	readonly address: string;
	/** The messages that are published on the recorded connections. */
	readonly own = new OwnMessages<TracedConnection>();
	/** Null after the end: a recorded connection may outlast its trace, and must not keep the reader's socket. */
	#output: TraceOutput | null;
	readonly #startedAt = performance.now();
	readonly #connections = new Set<TracedConnection>();
	readonly #rate = new TokenBucket(traceBurstBytes, traceBytesPerSecond);
	readonly #timer: NodeJS.Timeout;
	#requests = 0;
	#records = 0;
	#bytes = 0;
	#omittedBytes = 0;

	constructor(id: string, address: string, output: TraceOutput) {
		this.id = id;
		this.address = address;
		this.#output = output;
		this.#timer = setTimeout(() => this.#finish('time'), maxTraceMs).unref();
		output.send({ type: 'started', at: Date.now() });
	}

	/** The number of the next recorded request; null if no more are recorded. */
	nextNumber(): number | null {
		if (this.#hasEnded || this.#requests >= maxTracedRequests) return null;
		return ++this.#requests;
	}

	add(connection: TracedConnection): void {
		this.#connections.add(connection);
	}

	delete(connection: TracedConnection): void {
		this.#connections.delete(connection);
	}

	pong(sent: number): void {
		this.#send({ type: 'pong', sent });
	}

	record(record: WithoutTime<TraceRecord>): void {
		if (!this.#hasEnded && this.#countRecord()) this.#send(record);
	}

	/** Records bytes, or only counts them if there are too many at once. */
	recordBytes(
		record: { connection: number; direction: 'in' | 'out'; offset: number },
		bytes: Buffer
	) {
		if (this.#hasEnded) return;
		const { length } = bytes;
		// Counted as omitted until they are sent.
		const omitted = this.#omittedBytes;
		this.#omittedBytes += length;
		if (!this.#rate.take(performance.now(), length)) return;
		this.#bytes += length;
		if (this.#bytes > maxTraceBytes) return this.#finish('bytes');
		if (!this.#countRecord()) return;
		if (omitted > 0 && !this.#send({ type: 'omitted', bytes: omitted })) return;
		this.#omittedBytes = length;
		if (this.#send({ type: 'bytes', ...record, bytes: bytes.toString('base64') }))
			this.#omittedBytes = 0;
	}

	/** Stops recording: the reader has left, or a bound was reached. */
	end(): void {
		this.#output = null;
		this.own.clear();
		clearTimeout(this.#timer);
		for (const connection of [...this.#connections]) connection.stop();
	}

	get #hasEnded(): boolean {
		return this.#output === null;
	}

	#countRecord(): boolean {
		if (++this.#records <= maxTraceRecords) return true;
		this.#finish('records');
		return false;
	}

	#finish(reason: EndReason): void {
		const output = this.#output;
		if (output === null) return;
		this.end();
		const bytes = this.#omittedBytes;
		const omitted = bytes > 0 ? [this.#timed({ type: 'omitted', bytes })] : [];
		output.end([...omitted, this.#timed({ type: 'ended', reason })]);
	}

	/** Ends the trace and returns false if its reader is too slow. */
	#send(event: Untimed): boolean {
		if (this.#output === null || this.#output.send(this.#timed(event))) return true;
		this.#finish('slow');
		return false;
	}

	#timed(event: Untimed): TraceEvent {
		const t = Math.round((performance.now() - this.#startedAt) * 1000) / 1000;
		return { ...event, t };
	}
}
