import { carriageReturn, lineFeed } from './ascii.ts';
import { decodeHeader, findCrlf } from './http-head.ts';
import { createSpan, createTextSpan, textOf, type Segment, type Span } from './span.ts';

/** A body as it is framed: the spans of the framing and the bytes that it carries. */
export interface FramedBody {
	units: Span[];
	/** The spans that hold the segments of `carried`, in the same order. */
	holders: Span[];
	carried: Segment[];
	/** Where the body ends; null if it has not ended yet, or if nothing after it can be decoded. */
	end: number | null;
}

/** A body of `length` bytes; with null, up to the end of the connection (RFC 9112 §6.3). */
export function frameBody(bytes: Uint8Array, from: number, length: number | null): FramedBody {
	const end = length === null ? null : from + length;
	const to = Math.min(end ?? bytes.length, bytes.length);
	const isCut = end !== null && end > bytes.length;
	if (to <= from) {
		return { units: [], holders: [], carried: [], end: isCut ? null : end };
	}
	const span = createSpan('http.body', from, to, isCut ? { state: 'incomplete' } : {});
	const carried = [{ from, length: to - from }];
	return { units: [span], holders: [span], carried, end: isCut ? null : end };
}

/** A chunk size of more digits is malformed. */
const maxSizeDigits = 8;
/** A size line that is longer, extensions included, is malformed. */
const maxLineBytes = 4096;
/** The bytes after this many chunks are one span. */
const maxChunks = 20_000;
const sizeLine = /^(?<size>[0-9a-fA-F]+)(?<extension>[ \t]*;.*)?$/;

/** A body in the chunked coding (RFC 9112 §7.1): one span for each chunk, and the last one with the trailer. */
export function frameChunks(bytes: Uint8Array, from: number): FramedBody {
	const body: FramedBody = { units: [], holders: [], carried: [], end: null };
	let at = from;
	while (at < bytes.length) {
		if (body.units.length >= maxChunks) {
			body.units.push(createSpan('data.unknown', at, bytes.length));
			return body;
		}
		const lineEnd = findCrlf(bytes, at, Math.min(bytes.length, at + maxLineBytes));
		const size = lineEnd === -1 ? null : readSize(bytes, at, lineEnd);
		if (size === null) {
			const state = lineEnd === -1 && bytes.length - at < maxLineBytes ? 'incomplete' : 'malformed';
			body.units.push(createSpan('http.chunk', at, bytes.length, { state }));
			return body;
		}
		if (size.value === 0) return finish(body, bytes, at, { lineEnd, line: size.spans });
		at = addChunk(body, bytes, at, { lineEnd, line: size.spans, size: size.value });
	}
	return body;
}

function readSize(bytes: Uint8Array, from: number, to: number) {
	const text = textOf(bytes, from, to);
	const { size, extension } = sizeLine.exec(text)?.groups ?? {};
	if (size === undefined || size.length > maxSizeDigits) return null;
	const value = Number.parseInt(size, 16);
	const digits = from + size.length;
	const spans = [createSpan('http.chunk-size', from, digits, { value: `0x${size} = ${value}` })];
	if (extension) spans.push(createTextSpan('http.chunk-extension', bytes, digits, to));
	spans.push(createSpan('http.line-end', to, to + 2));
	return { value, spans };
}

interface SizeLine {
	lineEnd: number;
	line: Span[];
}

/** Adds a chunk and returns where the next one begins. */
function addChunk(
	body: FramedBody,
	bytes: Uint8Array,
	from: number,
	{ lineEnd, line, size }: SizeLine & { size: number }
): number {
	const dataFrom = lineEnd + 2;
	const dataTo = dataFrom + size;
	const end = dataTo + 2;
	const held = Math.min(dataTo, bytes.length) - dataFrom;
	const children = [...line];
	if (held > 0) {
		const data = createSpan('http.chunk-data', dataFrom, dataFrom + held);
		children.push(data);
		body.holders.push(data);
		body.carried.push({ from: dataFrom, length: held });
	}
	const isEnded = bytes[dataTo] === carriageReturn && bytes[dataTo + 1] === lineFeed;
	if (isEnded) children.push(createSpan('http.line-end', dataTo, end));
	const state = end > bytes.length ? 'incomplete' : isEnded ? undefined : 'malformed';
	// Where a malformed chunk ends is unknown, so it takes the rest.
	const to = state === 'malformed' ? bytes.length : Math.min(end, bytes.length);
	body.units.push(
		createSpan('http.chunk', from, to, { value: String(size), ...(state && { state }), children })
	);
	return to;
}

function finish(body: FramedBody, bytes: Uint8Array, from: number, { lineEnd, line }: SizeLine) {
	const children = [...line];
	for (let at = lineEnd + 2; at < bytes.length;) {
		const to = findCrlf(bytes, at);
		if (to === -1) break;
		if (to === at) {
			children.push(createSpan('http.line-end', at, at + 2));
			body.units.push(createSpan('http.last-chunk', from, at + 2, { children }));
			return { ...body, end: at + 2 };
		}
		const header = decodeHeader(bytes, { from: at, to });
		children.push(createSpan('http.trailer', at, to + 2, { children: header.children }));
		at = to + 2;
	}
	body.units.push(
		createSpan('http.last-chunk', from, bytes.length, { state: 'incomplete', children })
	);
	return body;
}
