import type { TracedKind, TraceRecord } from '../trace.ts';

/** Bytes that one record holds. */
export interface Write {
	/** ms since the trace began. */
	t: number;
	from: number;
	to: number;
	/** The index of its record in the trace. */
	record: number;
}

/** One direction of a connection. */
export interface Stream {
	bytes: Uint8Array;
	writes: Write[];
	/** How many bytes lie between the end of `bytes` and that of the last record; 0 if there is no gap. */
	missing: number;
}

export interface TracedConnection {
	number: number;
	kind: TracedKind;
	method: string;
	target: string;
	/** Whether the bytes of the request's head are those that arrived (`trace.ts`). */
	isHeadExact: boolean;
	openedAt: number;
	/** Null while it is open. */
	closedAt: number | null;
	in: Stream;
	out: Stream;
}

type Bytes = Extract<TraceRecord, { type: 'bytes' }>;

/** The bytes of base64 text; none if it is malformed. */
export function fromBase64(text: string): Uint8Array {
	try {
		return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
	} catch {
		return new Uint8Array();
	}
}

interface Recorded extends Write {
	bytes: Uint8Array;
}

/** The connections of a trace, each with all its bytes, assembled from the records. */
export function collectConnections(records: readonly TraceRecord[]): TracedConnection[] {
	const connections = new Map<number, TracedConnection>();
	const recorded = new Map<Stream, Recorded[]>();
	records.forEach((record, index) => {
		if (record.type === 'open') {
			const { connection: number, kind, method, target, isHeadExact, t: openedAt } = record;
			const [incoming, outgoing] = [emptyStream(), emptyStream()];
			const opened = { number, kind, method, target, isHeadExact, openedAt };
			connections.set(number, { ...opened, closedAt: null, in: incoming, out: outgoing });
			return;
		}
		const connection = connections.get(record.connection);
		if (!connection) return;
		if (record.type === 'close') connection.closedAt = record.t;
		if (record.type === 'bytes') add(connection[record.direction], record, index, recorded);
	});
	for (const [stream, pieces] of recorded) stream.bytes = concat(pieces);
	return [...connections.values()];
}

const emptyStream = (): Stream => ({ bytes: new Uint8Array(), writes: [], missing: 0 });

/** What follows a gap cannot be decoded, so it is only counted. */
function add(
	stream: Stream,
	{ offset, bytes: text, t }: Bytes,
	record: number,
	recorded: Map<Stream, Recorded[]>
): void {
	const bytes = fromBase64(text);
	const pieces = recorded.get(stream) ?? [];
	recorded.set(stream, pieces);
	const end = stream.writes.at(-1)?.to ?? 0;
	if (offset !== end || stream.missing > 0) {
		stream.missing = Math.max(stream.missing, offset + bytes.length - end);
		return;
	}
	if (bytes.length === 0) return;
	const write = { t, from: offset, to: offset + bytes.length, record };
	stream.writes.push(write);
	pieces.push({ ...write, bytes });
}

function concat(pieces: readonly Recorded[]): Uint8Array {
	const whole = new Uint8Array(pieces.at(-1)?.to ?? 0);
	for (const { from, bytes } of pieces) whole.set(bytes, from);
	return whole;
}
