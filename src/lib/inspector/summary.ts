import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Span } from '$lib/protocol/wire/span.ts';
import { textOf } from '$lib/protocol/wire/span.ts';
import { text } from './text.ts';
import type { Item, Unit } from './timeline.ts';

/** Layers from the one that a reader thinks of first. */
const precedence: WireProtocol[] = ['socket-io', 'engine-io', 'sse', 'websocket', 'http'];

/** The layer that names a unit in the list. */
export function mainProtocol({ protocols }: Unit): WireProtocol {
	return precedence.find((name) => protocols.has(name)) ?? 'http';
}

/** How much of a unit's text the list shows, in UTF-16 code units. */
const maxLength = 120;

/** One line about a unit: its first line, or the text that it carries. */
export function summarize(unit: Unit): string {
	const { span, plain } = unit;
	if (span.field === 'http.head') return span.value ?? '';
	if (span.value === 'close') return summarizeClose(span);
	const carried = carriedBy(span);
	if (!carried) return span.value ?? '';
	const carriedText = textOf(
		plain,
		carried.from,
		Math.min(carried.to, carried.from + maxLength * 3)
	);
	return carriedText.replace(/\s+/g, ' ').trim().slice(0, maxLength);
}

function summarizeClose(frame: Span): string {
	const parts = frame.children.flatMap(({ children }) => children);
	const code = parts.find(({ field }) => field === 'websocket.close-code')?.value ?? '';
	const reason = parts.find(({ field }) => field === 'websocket.close-reason')?.value ?? '';
	return ['close', code, reason].join(' ').trim();
}

/** The payload, body or data of a unit. */
function carriedBy(span: Span): Span | undefined {
	if (span.field === 'http.body') return span;
	return span.children.find(
		({ field }) => field === 'http.chunk-data' || field === 'websocket.payload'
	);
}

/** One line about anything in the list. */
export function describe(item: Item): string {
	if (item.type === 'unit') return summarize(item);
	if (item.type === 'step') return `${text.step(item.step)} ${item.detail}`.trim();
	const { number, kind } = item.connection;
	return item.type === 'open' ? text.opened(number, kind) : text.closed;
}
