import type { TraceRecord } from '$lib/protocol/trace.ts';
import { collectConnections, type TracedConnection } from '$lib/protocol/wire/connections.ts';
import { decodeConnection } from '$lib/protocol/wire/decode.ts';
import type { WireProtocol } from '$lib/protocol/wire/fields.ts';
import type { Span } from '$lib/protocol/wire/span.ts';
import { unmasked } from '$lib/protocol/wire/websocket.ts';
import { mergeBrowser, type BrowserItem, type BrowserTrace } from './browser/merge.ts';

export type Direction = 'in' | 'out';

/** A decoded head, chunk, body or frame. */
export interface Unit {
	type: 'unit';
	key: string;
	t: number;
	/** The index of the record with its first byte. */
	record: number;
	connection: TracedConnection;
	direction: Direction;
	span: Span;
	/** All bytes of its connection and direction, as they were sent. */
	bytes: Uint8Array;
	/** The same bytes, with the payloads of frames unmasked. */
	plain: Uint8Array;
	protocols: ReadonlySet<WireProtocol>;
}

/** An event between the bytes, on the server. */
export interface Happening {
	type: 'open' | 'step' | 'close';
	key: string;
	t: number;
	record: number;
	connection: TracedConnection;
	/** The name of a step; empty for `open` and `close`, like `detail`. */
	step: string;
	detail: string;
}

export type Item = Unit | Happening | BrowserItem;

export interface Timeline {
	items: Item[];
	connections: TracedConnection[];
}

/**
 * Decodes the records of a trace into units and events, in the order of the records, with the steps in the
 * browser among them.
 */
export function createTimeline(
	records: readonly TraceRecord[],
	browser: BrowserTrace | null = null
): Timeline {
	const connections = collectConnections(records);
	const byNumber = new Map(connections.map((connection) => [connection.number, connection]));
	const units = connections.flatMap(unitsOf);
	const happenings = records.flatMap((record, i) => {
		const connection = byNumber.get(record.connection);
		return connection ? happeningOf(record, i, connection) : [];
	});
	const items = [...units, ...happenings];
	// Stable: several units of one record keep their order.
	items.sort((a, b) => a.record - b.record);
	return { items: browser ? mergeBrowser(items, connections, browser) : items, connections };
}

function unitsOf(connection: TracedConnection): Unit[] {
	const decoded = decodeConnection({ in: connection.in.bytes, out: connection.out.bytes });
	return (['in', 'out'] as const).flatMap((direction) => {
		const { bytes, writes } = connection[direction];
		const spans = decoded[direction];
		const plain = unmasked(bytes, spans);
		let at = 0;
		return spans.map((span): Unit => {
			while ((writes[at]?.to ?? Infinity) <= span.from) at++;
			const { t, record } = writes[at] ?? { t: connection.openedAt, record: 0 };
			return {
				type: 'unit',
				key: `${connection.number} ${direction} ${span.from}`,
				...{ t, record, connection, direction, span, bytes, plain },
				protocols: protocolsIn(span)
			};
		});
	});
}

/** Whether the bytes were rebuilt from parsed header fields, because the head arrived in pieces. */
export const isRebuilt = ({ connection, direction, span }: Unit): boolean =>
	direction === 'in' && span.field === 'http.head' && !connection.isHeadExact;

function protocolsIn(span: Span): Set<WireProtocol> {
	const found = new Set([span.protocol]);
	for (const child of span.children) for (const name of protocolsIn(child)) found.add(name);
	return found;
}

function happeningOf(
	record: TraceRecord,
	index: number,
	connection: TracedConnection
): Happening[] {
	if (record.type === 'bytes') return [];
	const { type, t } = record;
	const step = record.type === 'step' ? record.step : '';
	const detail = record.type === 'step' ? String(record.detail ?? '') : '';
	return [{ type, key: `record ${index}`, t, record: index, connection, step, detail }];
}

/** The items that the list shows. Null does not filter. */
export interface Filter {
	direction: Direction | null;
	connection: number | null;
	protocol: WireProtocol | null;
	hasServerSteps: boolean;
	hasBrowserSteps: boolean;
}

export const noFilter: Filter = {
	...{ direction: null, connection: null, protocol: null },
	...{ hasServerSteps: true, hasBrowserSteps: true }
};

export function filterItems(items: readonly Item[], filter: Filter): Item[] {
	return items.filter((item) => {
		if (filter.connection !== null && item.connection?.number !== filter.connection) return false;
		if (item.type === 'browser') return filter.hasBrowserSteps && filter.protocol === null;
		if (item.type !== 'unit') return filter.hasServerSteps && filter.protocol === null;
		if (filter.direction !== null && item.direction !== filter.direction) return false;
		return filter.protocol === null || item.protocols.has(filter.protocol);
	});
}
