import { carriageReturn, colon, lineFeed, space } from './ascii.ts';
import type { WireField } from './fields.ts';
import { decodeText } from './json.ts';
import { createSpan, createTextSpan, place, textOf, type Span } from './span.ts';

const fields = new Map<string, WireField>([
	['id', 'sse.id'],
	['event', 'sse.event-name'],
	['data', 'sse.data'],
	['retry', 'sse.retry']
]);

/**
 * The text of an event stream as spans (WHATWG HTML §9.2.6): one for each event, or block without data, with its lines
 * and the blank line that ends it. The last one is incomplete if its blank line has not come yet.
 */
export function decodeSse(bytes: Uint8Array): Span[] {
	const events: Span[] = [];
	let lines: Span[] = [];
	let from = 0;
	for (let at = byteOrderMarkLength(bytes); at < bytes.length;) {
		const { to, next } = findLineEnd(bytes, at);
		lines.push(decodeLine(bytes, { from: at, to, next }));
		if (to === at && next > at) {
			events.push(group(lines, from, next));
			lines = [];
			from = next;
		}
		at = next;
	}
	if (lines.length > 0) events.push({ ...group(lines, from, bytes.length), state: 'incomplete' });
	return events;
}

/** The length of a byte order mark in UTF-8 at the beginning; 0 without one. */
function byteOrderMarkLength(bytes: Uint8Array): number {
	return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

interface Line {
	from: number;
	/** Where its end-of-line begins. */
	to: number;
	/** Where the next line begins. */
	next: number;
}

/** A line ends with CR, LF or both. */
function findLineEnd(bytes: Uint8Array, from: number): Pick<Line, 'to' | 'next'> {
	for (let to = from; to < bytes.length; to++) {
		if (bytes[to] === lineFeed) return { to, next: to + 1 };
		if (bytes[to] === carriageReturn) {
			return { to, next: to + (bytes[to + 1] === lineFeed ? 2 : 1) };
		}
	}
	return { to: bytes.length, next: bytes.length };
}

function decodeLine(bytes: Uint8Array, { from, to, next }: Line): Span {
	if (to === from) return createSpan('sse.blank-line', from, next);
	const found = bytes.subarray(from, to).indexOf(colon);
	const nameEnd = found === -1 ? to : from + found;
	const valueFrom = bytes[nameEnd + 1] === space ? nameEnd + 2 : nameEnd + 1;
	const name = textOf(bytes, from, nameEnd);
	const field = found === 0 ? 'sse.comment' : (fields.get(name) ?? 'sse.ignored');
	const children = nameEnd > from ? [createTextSpan('sse.name', bytes, from, nameEnd)] : [];
	if (valueFrom < to) {
		const value = createTextSpan('sse.value', bytes, valueFrom, to);
		if (field === 'sse.data') value.children = decodeData(bytes, valueFrom, to);
		children.push(value);
	}
	const value = textOf(bytes, valueFrom, to);
	return createSpan(field, from, next, { value, children });
}

function decodeData(bytes: Uint8Array, from: number, to: number): Span[] {
	const [json] = decodeText(bytes.subarray(from, to));
	if (json?.protocol !== 'json') return [];
	return place([json], [{ from, length: to - from }])[0] ?? [];
}

function group(lines: Span[], from: number, to: number): Span {
	const name = lines.find(({ field }) => field === 'sse.event-name')?.value ?? 'message';
	const isEvent = lines.some(({ field }) => field === 'sse.data');
	return createSpan(isEvent ? 'sse.event' : 'sse.block', from, to, {
		...(isEvent && { value: name }),
		children: lines
	});
}
