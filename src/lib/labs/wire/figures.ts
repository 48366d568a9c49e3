import { createTimeline, type Unit } from '$lib/inspector/timeline.ts';
import type { TraceRecord } from '$lib/protocol/trace.ts';
import { collectConnections } from '$lib/protocol/wire/connections.ts';
import { textOf, type Span } from '$lib/protocol/wire/span.ts';
import { costsOf, countUnits, type Amount } from './compare.ts';
import { messageText, recordedNames, type RecordedName, type RecordedTrace } from './recorded.ts';

interface TransportFigures {
	/** What opening the connection takes, up to its first data; needed once for all messages. */
	handshake: Amount;
	/** One message from the client, with the server's answer. */
	sent: Amount;
	/** One message to the client. */
	received: Amount;
}

/** What pages say about the recorded traces. */
export interface Figures extends Record<RecordedName, TransportFigures> {
	/** The day of the oldest trace, in UTC: `2026-11-30`. */
	recordedOn: string;
	/** The message of all traces. */
	text: { value: string; bytes: number };
	/** The name and the major version of the browser, such as `Chromium 143`. */
	client: string;
}

/** The figures of the recorded traces. @throws Error if a trace lacks the message */
export function figuresOf(traces: Record<RecordedName, RecordedTrace>): Figures {
	const startedAt = Math.min(...recordedNames.map((name) => traces[name].startedAt));
	const transports = recordedNames.map((name) => [
		name,
		transportFigures(name, traces[name].records)
	]);
	return {
		recordedOn: new Date(startedAt).toISOString().slice(0, 10),
		text: { value: messageText, bytes: new TextEncoder().encode(messageText).length },
		client: clientOf(traces.sse.records),
		...(Object.fromEntries(transports) as Record<RecordedName, TransportFigures>)
	};
}

/** The browser, from the first head that it has sent. */
function clientOf(records: readonly TraceRecord[]): string {
	const [first] = collectConnections(records);
	const agent =
		/^user-agent: (.+)\r$/im.exec(textOf(first?.in.bytes ?? new Uint8Array()))?.[1] ?? '';
	const [, version] = /Chrome\/(\d+)/.exec(agent) ?? [];
	return version === undefined ? agent : `Chromium ${version}`;
}

function transportFigures(name: RecordedName, records: readonly TraceRecord[]): TransportFigures {
	const { sent, received } = costsOf(records, messageText);
	if (!sent || !received) throw new Error(`the trace of ${name} has no message`);
	const amount = ({ bytes, requests }: Amount): Amount => ({ bytes, requests });
	return {
		handshake: countUnits(handshakeOf(name, records)),
		sent: amount(sent),
		received: amount(received)
	};
}

function handshakeOf(name: RecordedName, records: readonly TraceRecord[]): Unit[] {
	const units = createTimeline(records).items.filter((item) => item.type === 'unit');
	const own = units.filter(({ connection }) => connection.kind === name);
	return own.slice(0, own.findIndex(isData));
}

/** Whether a unit carries data of the application. Long polling has nothing else: each request stands alone. */
function isData({ connection, span }: Unit): boolean {
	if (connection.kind === 'long-polling') return true;
	if (connection.kind === 'socket-io') return isEvent(span);
	return span.field === 'http.chunk' || span.field === 'websocket.frame';
}

/** Whether a span is, or contains, an event of Socket.IO. Not every frame has one: some belong to the handshake. */
function isEvent({ field, value, children }: Span): boolean {
	return (field === 'socket-io.packet' && value === 'EVENT') || children.some(isEvent);
}
