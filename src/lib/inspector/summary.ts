import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Span } from '$lib/protocol/wire/span.ts';
import { textOf } from '$lib/protocol/wire/span.ts';
import { text as browserText } from './browser/text.ts';
import { text } from './text.ts';
import type { Item, Unit } from './timeline.ts';

/** The layers that can name a unit, the most specific one first. */
const precedence: WireProtocol[] = ['socket-io', 'engine-io', 'sse', 'websocket', 'http'];

/** The layer that names a unit in the list. */
export function mainProtocol({ protocols }: Unit): WireProtocol {
	return precedence.find((name) => protocols.has(name)) ?? 'http';
}

/** The most UTF-16 code units of a payload that a summary shows. */
const maxLength = 120;

/** One line about a unit: the first line of a head, the code of a close frame, the text of a payload, or its value. */
export function summarize(unit: Unit): string {
	const { span, plain } = unit;
	if (span.field === 'http.head') return span.value ?? '';
	if (span.value === 'close') return summarizeClose(span);
	const payload = payloadOf(span);
	if (!payload) return span.value ?? '';
	const { from, to } = payload;
	// A UTF-16 code unit takes up to three bytes in UTF-8.
	const payloadText = textOf(plain, from, Math.min(to, from + maxLength * 3));
	return payloadText.replace(/\s+/g, ' ').trim().slice(0, maxLength);
}

function summarizeClose(frame: Span): string {
	const fields = frame.children.flatMap(({ children }) => children);
	const code = fields.find(({ field }) => field === 'websocket.close-code')?.value ?? '';
	const reason = fields.find(({ field }) => field === 'websocket.close-reason')?.value ?? '';
	return ['close', code, reason].join(' ').trim();
}

/** The payload of a frame, the data of a chunk, or a body. */
function payloadOf(span: Span): Span | undefined {
	if (span.field === 'http.body') return span;
	return span.children.find(
		({ field }) => field === 'http.chunk-data' || field === 'websocket.payload'
	);
}

/** One line about an item of the list. */
export function describe(item: Item): string {
	if (item.type === 'unit') return summarize(item);
	if (item.type === 'browser') return browserText.step(item.step);
	if (item.type === 'step') return `${text.step(item.step)} ${item.detail}`.trim();
	const { number, kind } = item.connection;
	return item.type === 'open' ? text.opened(number, kind) : text.closed(number);
}
