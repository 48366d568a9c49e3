import type { Cursor } from '$lib/protocol/cursor.ts';

/** One event of the stream. Times are ms since 1970, by the reader's clock. */
interface TracedEvent {
	key: string;
	seq: number;
	/** When the server first sent it; estimated for an event that never arrived. */
	sentAt: number;
	/** Null if it never arrived. */
	arrivedAt: number | null;
	/** Sent again after a reconnection. */
	isReplayed: boolean;
}

/** A time during which the connection was open; `to` is null while it is. */
export interface Span {
	from: number;
	to: number | null;
}

/** What one reader knows of the stream, derived only from ids and the two clocks. */
export interface Trace {
	events: readonly TracedEvent[];
	spans: readonly Span[];
	received: number;
	replayed: number;
	lost: number;
	/** What the current connection resumed; undefined for the first connection to each process of the server. */
	resumed?: { after: number; replayed: number; lost: number };
	/** The newest event and when it was sent, on the server's clock. */
	last?: Cursor & { timestamp: number };
	/** When the current connection began, on the server's clock. */
	connectedAt: number;
	/** The difference of the clocks in ms: the reader's minus the server's. */
	offset: number;
}

export const emptyTrace: Trace = {
	events: [],
	spans: [],
	received: 0,
	replayed: 0,
	lost: 0,
	connectedAt: 0,
	offset: 0
};

/** The most events and spans that are kept: more than fit in the diagram. */
const maxEvents = 80;
const maxSpans = 20;

/** The trace after the first event of a connection, which has the position and the server's time. */
export function connected(trace: Trace, { epoch, seq }: Cursor, timestamp: number, now: number) {
	// Another epoch is another process, with its own numbering.
	const isSame = trace.last?.epoch === epoch;
	const last = isSame ? trace.last : { epoch, seq, timestamp };
	const spans = [...trace.spans, { from: now, to: null }].slice(-maxSpans);
	const next: Trace = { ...trace, spans, last, connectedAt: timestamp, offset: now - timestamp };
	delete next.resumed;
	if (isSame && trace.last) next.resumed = { after: trace.last.seq, replayed: 0, lost: 0 };
	return next;
}

/** The trace after another event. Skipped numbers are lost, because the server sends in order. */
export function arrived(trace: Trace, { epoch, seq }: Cursor, timestamp: number, now: number) {
	const { last, resumed } = trace;
	if (last?.epoch === epoch && seq <= last.seq) return trace;
	const missed = last?.epoch === epoch ? seq - last.seq - 1 : 0;
	const isReplayed = resumed !== undefined && timestamp < trace.connectedAt;
	// The event with the shortest delay so far gives the best estimate.
	const offset = Math.min(trace.offset, now - timestamp);

	const began = last?.timestamp ?? timestamp;
	const lost = Array.from({ length: Math.min(missed, maxEvents) }, (_, i): TracedEvent => {
		const number = seq - Math.min(missed, maxEvents) + i;
		const share = (number - (last?.seq ?? 0)) / (missed + 1);
		const sentAt = began + (timestamp - began) * share + offset;
		const key = `${epoch}.${number}`;
		return { key, seq: number, sentAt, arrivedAt: null, isReplayed: false };
	});
	const event: TracedEvent = {
		key: `${epoch}.${seq}`,
		seq,
		sentAt: timestamp + offset,
		arrivedAt: now,
		isReplayed
	};
	const next: Trace = {
		...trace,
		events: [...trace.events, ...lost, event].slice(-maxEvents),
		received: trace.received + 1,
		replayed: trace.replayed + (isReplayed ? 1 : 0),
		lost: trace.lost + missed,
		last: { epoch, seq, timestamp },
		offset
	};
	if (resumed) {
		const replayed = resumed.replayed + (isReplayed ? 1 : 0);
		next.resumed = { ...resumed, replayed, lost: resumed.lost + missed };
	}
	return next;
}

/** The trace after the connection has ended. */
export function disconnected(trace: Trace, now: number): Trace {
	const spans = trace.spans.map((span) => (span.to === null ? { ...span, to: now } : span));
	return { ...trace, spans };
}
