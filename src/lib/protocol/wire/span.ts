import { protocolOf, type WireField, type WireProtocol } from './fields.ts';

/** A field over the bytes from `from` up to, but not including, `to`; its children lie within it, in order. */
export interface Span {
	from: number;
	to: number;
	protocol: WireProtocol;
	field: WireField;
	/** What the bytes mean: a number, a name or the text. */
	value?: string;
	/** For fields smaller than a byte: the first bit, counted from the most significant one, and how many. */
	bits?: readonly [first: number, count: number];
	/** `incomplete`: more bytes are expected. `malformed`: the standard does not allow them. */
	state?: 'incomplete' | 'malformed';
	/** Present if the span is one of several pieces, because another layer divides the bytes. */
	isPart?: true;
	children: Span[];
}

/** A span keeps no more than this of its value, in UTF-16 code units. */
const maxValueLength = 500;

type Extra = Partial<Pick<Span, 'value' | 'bits' | 'state' | 'children'>>;

export function createSpan(field: WireField, from: number, to: number, extra: Extra = {}): Span {
	const { children = [], value, ...rest } = extra;
	const short = value !== undefined && { value: value.slice(0, maxValueLength) };
	return { from, to, protocol: protocolOf(field), field, ...short, ...rest, children };
}

/** Malformed UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array, from = 0, to = bytes.length): string {
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(from, to));
}

/** A span whose value is its text. */
export function createTextSpan(
	field: WireField,
	bytes: Uint8Array,
	from: number,
	to: number,
	extra: Extra = {}
): Span {
	const value = textOf(bytes, from, Math.min(to, from + maxValueLength * 3));
	return createSpan(field, from, to, { value, ...extra });
}

/** Bytes of a stream that a layer carries: `length` bytes from `from`. */
export interface Segment {
	from: number;
	length: number;
}

/** The bytes of all segments, one segment after another. */
export function join(bytes: Uint8Array, segments: readonly Segment[]): Uint8Array {
	const joined = new Uint8Array(segments.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const { from, length } of segments) {
		joined.set(bytes.subarray(from, from + length), at);
		at += length;
	}
	return joined;
}

/**
 * Moves spans from their positions in the joined bytes to those in the stream. Returns one list for each segment; a
 * span over several segments is divided.
 */
export function place(spans: readonly Span[], segments: readonly Segment[]): Span[][] {
	let start = 0;
	let first = 0;
	return segments.map(({ from, length }) => {
		const end = start + length;
		while ((spans[first]?.to ?? Infinity) <= start) first++;
		const placed = clip(spans, first, { start, end, shift: from - start });
		start = end;
		return placed;
	});
}

interface Window {
	start: number;
	end: number;
	shift: number;
}

function clip(spans: readonly Span[], first: number, window: Window): Span[] {
	const { start, end, shift } = window;
	const clipped: Span[] = [];
	if (start === end) return clipped;
	for (let i = first; i < spans.length; i++) {
		const span = spans[i];
		if (!span || span.from >= end) break;
		if (span.to <= start) continue;
		const isPart = span.from < start || span.to > end;
		clipped.push({
			...span,
			from: Math.max(span.from, start) + shift,
			to: Math.min(span.to, end) + shift,
			...(isPart && { isPart }),
			children: clip(span.children, 0, window)
		});
	}
	return clipped;
}
