import { measure, type Share } from '$lib/inspector/measure.ts';
import { createTimeline, type Unit } from '$lib/inspector/timeline.ts';
import type { TraceRecord } from '$lib/protocol/trace.ts';
import { textOf } from '$lib/protocol/wire/span.ts';

/** The bytes that one message needs in one direction. */
export interface Cost {
	shares: ReadonlyMap<Share, number>;
	bytes: number;
	/** The unit with the text of the message, for a link to it. */
	unit: Unit;
}

export interface Costs {
	/** From the client to the server. */
	sent: Cost | null;
	/** From the server to the client; with long polling, the request that waited for it too. */
	received: Cost | null;
}

/** What the message with this text costs in a recorded trace. */
export function costsOf(records: readonly TraceRecord[], text: string): Costs {
	const units = createTimeline(records).items.filter((item) => item.type === 'unit');
	const find = (direction: 'in' | 'out') =>
		units.find((unit) => unit.direction === direction && contains(unit, text));
	const sent = find('in');
	const received = find('out');
	return {
		sent: sent ? add([...headBefore(units, sent), sent], sent, text) : null,
		received: received ? add(withRequest(units, received), received, text) : null
	};
}

function contains({ plain, span }: Unit, text: string): boolean {
	return textOf(plain, span.from, span.to).includes(text);
}

/** A body needs the head of its request; a frame needs nothing else. */
function headBefore(units: readonly Unit[], { span, connection, direction }: Unit): Unit[] {
	if (span.field !== 'http.body') return [];
	return units.filter(
		(unit) =>
			unit.connection === connection && unit.direction === direction && unit.span.to <= span.from
	);
}

/** Every answer to a long poll needs a request and the head of its response. */
function withRequest(units: readonly Unit[], unit: Unit): Unit[] {
	if (unit.connection.kind !== 'long-polling') return [unit];
	return units.filter(({ connection }) => connection === unit.connection);
}

function add(units: readonly Unit[], unit: Unit, text: string): Cost {
	const shares = new Map<Share, number>();
	for (const { span } of units) {
		for (const [share, bytes] of measure(span)) shares.set(share, (shares.get(share) ?? 0) + bytes);
	}
	// query.live has JSON within JSON, in which the text is no member of that name.
	const ofText = new TextEncoder().encode(text).length;
	if (!shares.has('text')) {
		shares.set('text', ofText);
		shares.set('json', (shares.get('json') ?? 0) - ofText);
	}
	const bytes = units.reduce((sum, { span }) => sum + span.to - span.from, 0);
	return { shares, bytes, unit };
}
