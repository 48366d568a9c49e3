import { createEventSplitter } from '../event-splitter.ts';
import { addRow, type TimelineRow } from '../timeline.ts';
import { receive } from './receive.ts';
import { text } from './text.ts';
import { emptyTrace, type Trace } from './trace.ts';

/** A first connection as a browser recorded it. All times are ms since 1970, by its clock. */
export interface Recording {
	request: { sentAt: number; headers: Record<string, string> };
	answeredAt: number;
	status: number;
	contentType: string;
	chunks: { at: number; text: string }[];
}

/** What the demonstration shows of a connection. */
export interface Shown {
	request: string;
	rows: readonly TimelineRow[];
	trace: Trace;
	/** The current time; in a recording, when the last chunk arrived. */
	now: number;
}

/** What the demonstration would show after this connection. */
export function play({ request, answeredAt, status, contentType, chunks }: Recording): Shown {
	const head = requestText(request.headers);
	const answer = responseText(status, contentType);
	let rows = addRow([], { at: request.sentAt, kind: 'sent', text: head });
	rows = addRow(rows, { at: answeredAt, kind: 'received', text: answer });
	let trace = emptyTrace;
	const split = createEventSplitter();
	for (const { at, text: chunk } of chunks) {
		for (const event of split(chunk)) {
			rows = addRow(rows, { at, kind: 'received', text: event });
			trace = receive(trace, event, at)?.trace ?? trace;
		}
	}
	return { request: head, rows, trace, now: chunks.at(-1)?.at ?? answeredAt };
}

/** The request in the form of HTTP, with the headers that matter here. */
export const requestText = (headers: Record<string, string>): string =>
	['GET /api/events', ...asLines(headers)].join('\n');

export const responseText = (status: number, contentType: string): string =>
	[text.status(status), ...asLines({ 'content-type': contentType })].join('\n');

const asLines = (headers: Record<string, string>) =>
	Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
