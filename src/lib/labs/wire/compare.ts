import { measure, type Share } from '$lib/inspector/measure.ts';
import { createTimeline, type Unit } from '$lib/inspector/timeline.ts';
import type { TraceRecord } from '$lib/protocol/trace.ts';
import { textOf } from '$lib/protocol/wire/span.ts';

/** Bytes in both directions, and the number of requests that they took. */
export interface Amount {
	bytes: number;
	requests: number;
}

/** What one message costs. */
export interface Cost extends Amount {
	shares: ReadonlyMap<Share, number>;
	/** The unit with the text of the message, for a link to it. */
	unit: Unit;
}

interface Costs {
	/** From the client to the server, with the server's answer to it: a response or an acknowledgement. */
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
	const id = acknowledgedId(records) ?? '';
	// The message has the id too, and may arrive earlier.
	const isAcknowledgement = (unit: Unit) =>
		unit.direction === 'out' && contains(unit, `"${id}"`) && !contains(unit, text);
	return {
		sent: sent ? costOf(withAnswer(units, sent, isAcknowledgement), sent, text) : null,
		received: received ? costOf(withRequest(units, received), received, text) : null
	};
}

function contains({ plain, span }: Unit, text: string): boolean {
	return textOf(plain, span.from, span.to).includes(text);
}

/** The id that the server has given to the sent message. */
function acknowledgedId(records: readonly TraceRecord[]): string | undefined {
	const steps = records.filter((record) => record.type === 'step');
	return steps.find(({ step }) => step === 'acknowledged')?.messageId;
}

/** The units of a sent message: the request with it and the response, or the frame with it and the acknowledgement. */
function withAnswer(
	units: readonly Unit[],
	sent: Unit,
	isAcknowledgement: (unit: Unit) => boolean
): Unit[] {
	const own = units.filter(({ connection }) => connection === sent.connection);
	if (sent.span.field === 'http.body') return own;
	return [sent, ...own.filter(isAcknowledgement)];
}

/** The units of a received message: with long polling, also the request and the head of the response. */
function withRequest(units: readonly Unit[], unit: Unit): Unit[] {
	if (unit.connection.kind !== 'long-polling') return [unit];
	return units.filter(({ connection }) => connection === unit.connection);
}

function costOf(units: readonly Unit[], unit: Unit, text: string): Cost {
	const shares = new Map<Share, number>();
	for (const { span } of units) {
		for (const [share, bytes] of measure(span)) shares.set(share, (shares.get(share) ?? 0) + bytes);
	}
	// With query.live, the text is within a JSON string, where `measure` finds no members: it counts the text as JSON.
	if (!shares.has('text')) {
		const textBytes = new TextEncoder().encode(text).length;
		shares.set('text', textBytes);
		shares.set('json', (shares.get('json') ?? 0) - textBytes);
	}
	return { shares, ...countUnits(units), unit };
}

/** The bytes of all units, and how many of them are the head of a request. */
export function countUnits(units: readonly Unit[]): Amount {
	const heads = units.filter(
		({ span, direction }) => span.field === 'http.head' && direction === 'in'
	);
	const bytes = units.reduce((sum, { span }) => sum + span.to - span.from, 0);
	return { bytes, requests: heads.length };
}
