import type { TraceRecord, TraceStep } from '$lib/protocol/trace.ts';
import { collectConnections, type TracedConnection } from '$lib/protocol/wire/connections.ts';
import { decodeConnection } from '$lib/protocol/wire/decode.ts';
import { textOf, type Span } from '$lib/protocol/wire/span.ts';
import { unmasked } from '$lib/protocol/wire/websocket.ts';
import type kinds from './signals.json';

export type Kind = keyof typeof kinds;

/** An event that lights an arrow, and its time in ms since the trace began. */
export interface Signal {
	name: string;
	t: number;
}

/** A unit in either direction, a step of the server, or the end of a connection. */
type Event =
	| { t: number; what: 'in' | 'out'; span: Span; text: string }
	| { t: number; what: TraceStep; detail: string | number | undefined }
	| { t: number; what: 'close' };

/** The signals of a trace in chronological order. */
export function signalsOf(kind: Kind, records: readonly TraceRecord[]): Signal[] {
	const connections = collectConnections(records).map((connection) => ({
		connection,
		events: eventsOf(connection, records)
	}));
	return readers[kind](connections).sort((a, b) => a.t - b.t);
}

interface Traced {
	connection: TracedConnection;
	/** In chronological order. */
	events: Event[];
}

const readers: Record<Kind, (connections: readonly Traced[]) => Signal[]> = {
	sse: (connections) => connections.flatMap(readSse),
	websocket: (connections) => connections.flatMap(({ events }) => events.flatMap(readWebSocket)),
	'socket-io': (connections) => connections.flatMap(({ events }) => readSocketIo(events)),
	'long-polling': readLongPolling,
	'query-live': (connections) => connections.flatMap(({ events }) => events.flatMap(readQueryLive))
};

function readSse({ connection, events }: Traced): Signal[] {
	const head = textOf(connection.in.bytes);
	const isResumed = /^last-event-id:/im.test(head);
	const again = isResumed ? ':resume' : '';
	const wasClosed = events.some(({ what }) => what === 'close');
	return events.flatMap((event) => {
		const named = (name: string): Signal[] => [{ name, t: event.t }];
		if (event.what === 'in') return named(`request${again}`);
		if (event.what === 'joined') return named(`joined${again}`);
		// Only the second connection is closed by the reader; the first one was cut.
		if (event.what === 'left') return named(isResumed && wasClosed ? 'left:closed' : 'left');
		if (event.what === 'close') return isResumed ? named('closed') : [];
		if (event.what !== 'out') return [];
		if (event.span.field === 'http.head') return isResumed ? [] : named('response');
		// The server writes a heartbeat together with the event after it.
		return [
			...(event.text.includes(': heartbeat') ? named('heartbeat') : []),
			...(event.text.includes('data:') ? named(`event${again}`) : [])
		];
	});
}

/** The types of received messages that have an arrow. A sent message has the type `message` too, but another arrow. */
const receivedTypes = new Set(['welcome', 'message', 'ack']);

function readWebSocket(event: Event): Signal[] {
	const { t } = event;
	if (event.what === 'origin-checked') return [{ name: 'accepted', t }];
	if (event.what === 'fanned-out') {
		return Number(event.detail) > 1 ? [{ name: 'fanned-out', t }] : [];
	}
	if (event.what !== 'in' && event.what !== 'out') return [];
	const isIn = event.what === 'in';
	if (event.span.field === 'http.head') return [{ name: isIn ? 'request' : 'response', t }];
	const opcode = event.span.value;
	if (opcode === 'close') return isIn ? [{ name: 'close', t }] : [];
	if (opcode === (isIn ? 'pong' : 'ping')) return [{ name: opcode, t }];
	if (opcode !== 'text') return [];
	const type = typeOf(event.text);
	if (isIn) return type === 'message' ? [{ name: 'send', t }] : [];
	return receivedTypes.has(type) ? [{ name: type, t }] : [];
}

function typeOf(json: string): string {
	return /^\{"type":"(?<type>[a-z-]+)"/.exec(json)?.groups?.['type'] ?? '';
}

function readLongPolling(connections: readonly Traced[]): Signal[] {
	let before: 'none' | 'messages' | 'nothing' = 'none';
	const requests = { none: 'request', messages: 'request:next', nothing: 'request:again' };
	return connections.flatMap(({ connection, events }) => {
		const signals: Signal[] = [];
		for (const event of events) {
			const { t } = event;
			if (event.what === 'in' && event.span.field === 'http.head') {
				const isPublish = connection.kind === 'publish';
				signals.push({ name: isPublish ? 'publish' : requests[before], t });
			}
			if (connection.kind !== 'long-polling' || event.what !== 'out') continue;
			if (event.span.field === 'http.head') continue;
			before = event.text.includes('"messages":[]') ? 'nothing' : 'messages';
			signals.push({ name: before === 'nothing' ? 'response:empty' : 'response', t });
		}
		return signals;
	});
}

function readQueryLive(event: Event): Signal[] {
	const { what, t } = event;
	if (what === 'joined' || what === 'left') return [{ name: what, t }];
	return what === 'out' && event.text.includes('"type":"result"') ? [{ name: 'value', t }] : [];
}

/** A packet of Socket.IO in a message of Engine.IO: its type, the id of its acknowledgement, and its data. */
const packet = /^4(?<type>\d)(?<id>\d*)(?<data>.*)$/s;
const sentEvents: Partial<Record<string, string>> = {
	'join-room': 'join',
	message: 'send',
	'leave-room': 'leave'
};
const acknowledgements: Partial<Record<string, string>> = { join: 'join:ack', send: 'ack' };

function readSocketIo(events: readonly Event[]): Signal[] {
	const unacknowledged = new Map<string, string>();
	return events.flatMap((event): Signal[] => {
		if (event.what === 'broker-published') {
			return event.detail === 'redis' ? [{ name: 'published', t: event.t }] : [];
		}
		if (event.what !== 'in' && event.what !== 'out') return [];
		const { type, id = '', data = '' } = packet.exec(event.text)?.groups ?? {};
		const isIn = event.what === 'in';
		let name: string | undefined;
		if (type === '0') name = isIn ? 'connect' : 'connected';
		if (type === '2' && isIn) {
			name = sentEvents[/^\["(?<event>[a-z-]+)"/.exec(data)?.groups?.['event'] ?? ''];
			if (name !== undefined) unacknowledged.set(id, name);
		}
		if (type === '3' && !isIn) name = acknowledgements[unacknowledged.get(id) ?? ''];
		return name === undefined ? [] : [{ name, t: event.t }];
	});
}

function eventsOf(connection: TracedConnection, records: readonly TraceRecord[]): Event[] {
	const decoded = decodeConnection({ in: connection.in.bytes, out: connection.out.bytes });
	const units = (['in', 'out'] as const).flatMap((what) => {
		const { bytes, writes } = connection[what];
		const plain = unmasked(bytes, decoded[what]);
		return decoded[what].map((span) => {
			const t = writes.find(({ to }) => to >= span.to)?.t ?? connection.openedAt;
			const { from, to } = span.children.find(({ field }) => field === 'websocket.payload') ?? span;
			return { t, what, span, text: textOf(plain, from, to) };
		});
	});
	const steps = records.flatMap((record): Event[] => {
		if (record.type === 'open' || record.connection !== connection.number) return [];
		if (record.type === 'close') return [{ t: record.t, what: 'close' }];
		if (record.type !== 'step') return [];
		return [{ t: record.t, what: record.step, detail: record.detail }];
	});
	return [...units, ...steps].sort((a, b) => a.t - b.t);
}
