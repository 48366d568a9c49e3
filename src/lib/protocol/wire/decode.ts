import { decodeHead, type HttpHead } from './http-head.ts';
import { frameBody, frameChunks, type FramedBody } from './http-body.ts';
import { decodeText } from './json.ts';
import { decodeEngineIoPacket, decodeEngineIoPayload } from './socket-io.ts';
import { createSpan, createTextSpan, join, place, type Span } from './span.ts';
import { decodeSse } from './sse.ts';
import { decodeFrames } from './websocket.ts';

/** The bytes of one connection: requests, their responses, and what follows an upgrade. */
export interface WireBytes {
	/** From the client to the server. */
	in: Uint8Array;
	out: Uint8Array;
}

export interface Decoded {
	in: Span[];
	out: Span[];
}

/** How many requests of one connection are decoded. The bytes after them are one span. */
const maxExchanges = 1000;

/**
 * Decodes both directions of a connection. The top-level spans are heads, chunks, bodies and frames, in the order in
 * which they passed. Never throws: bytes that do not belong to the protocol are spans of their own.
 */
export function decodeConnection(bytes: WireBytes): Decoded {
	const decoded: Decoded = { in: [], out: [] };
	let inAt = 0;
	let outAt = 0;
	for (let i = 0; i < maxExchanges && (inAt < bytes.in.length || outAt < bytes.out.length); i++) {
		const request = decodeHead(bytes.in, inAt);
		if (inAt < bytes.in.length) decoded.in.push(request.span);
		const response = decodeResponseHead(bytes.out, outAt, decoded.out);
		if (response?.status === 101 && request.isComplete) {
			const decode = messageDecoder(request.target);
			decoded.in.push(...decodeFrames(bytes.in, request.span.to, decode));
			decoded.out.push(...decodeFrames(bytes.out, response.span.to, decode));
			return decoded;
		}
		const { target, method } = request;
		const requestEnd = request.isComplete
			? takeBody(bytes.in, request, { target, decoded: decoded.in })
			: null;
		const responseEnd = response?.isComplete
			? takeBody(bytes.out, response, { target, method, decoded: decoded.out })
			: null;
		inAt = requestEnd ?? (request.isComplete ? bytes.in.length : request.span.to);
		outAt = responseEnd ?? (response?.isComplete === false ? response.span.to : bytes.out.length);
		if (isTooLong(request, bytes.in) || (response && isTooLong(response, bytes.out))) break;
	}
	addRest(decoded.in, bytes.in, inAt);
	addRest(decoded.out, bytes.out, outAt);
	return decoded;
}

/** Whether a head did not end within its limit, so that the bytes after it cannot be decoded. */
const isTooLong = ({ isComplete, span }: HttpHead, bytes: Uint8Array) =>
	!isComplete && span.to < bytes.length;

function addRest(spans: Span[], bytes: Uint8Array, at: number): void {
	if (at < bytes.length) spans.push(createSpan('data.unknown', at, bytes.length));
}

/**
 * Adds the spans of the informational heads (100, 103) and of the response's head after them. Returns the last head;
 * null if there is none.
 */
function decodeResponseHead(bytes: Uint8Array, from: number, spans: Span[]): HttpHead | null {
	let at = from;
	for (let i = 0; i < maxExchanges && at < bytes.length; i++) {
		const head = decodeHead(bytes, at);
		spans.push(head.span);
		const isInformational = head.status >= 100 && head.status < 200 && head.status !== 101;
		if (!isInformational || !head.isComplete) return head;
		at = head.span.to;
	}
	return null;
}

interface BodyContext {
	target: string;
	/** The method of the request, if the body is that of its response. */
	method?: string;
	decoded: Span[];
}

/** Adds the spans of the body after `head`; returns where it ends, or null if that is unknown. */
function takeBody(
	bytes: Uint8Array,
	head: HttpHead,
	{ target, method, decoded }: BodyContext
): number | null {
	const body = frame(bytes, head, method);
	const content = decodeContent(join(bytes, body.carried), head, target);
	const placed = place(content, body.carried);
	body.holders.forEach((holder, i) => (holder.children = placed[i] ?? []));
	decoded.push(...body.units);
	return body.end;
}

/** How the body is framed (RFC 9112 §6.3). */
function frame(
	bytes: Uint8Array,
	{ span, status, headers }: HttpHead,
	method?: string
): FramedBody {
	const from = span.to;
	if (method === 'HEAD' || status === 204 || status === 304) return frameBody(bytes, from, 0);
	if (/\bchunked\s*$/i.test(headers.get('transfer-encoding') ?? ''))
		return frameChunks(bytes, from);
	const length = headers.get('content-length');
	if (length !== undefined && /^\d{1,15}$/.test(length)) {
		return frameBody(bytes, from, Number(length));
	}
	// Without either header, a request has no body, and the body of a response ends with the connection.
	return frameBody(bytes, from, status === 0 ? 0 : null);
}

function decodeContent(content: Uint8Array, { headers }: HttpHead, target: string): Span[] {
	if (content.length === 0) return [];
	const coding = headers.get('content-encoding') ?? 'identity';
	if (coding !== 'identity') {
		return [createSpan('data.encoded', 0, content.length, { value: coding })];
	}
	const type = headers.get('content-type')?.toLowerCase() ?? '';
	if (type.startsWith('text/event-stream')) return decodeSse(content);
	if (isEngineIo(target) && type.startsWith('text/plain')) return decodeEngineIoPayload(content);
	if (type.includes('json')) return decodeText(content);
	if (type.startsWith('text/')) return [createTextSpan('data.text', content, 0, content.length)];
	return [createSpan('data.binary', 0, content.length)];
}

const isEngineIo = (target: string) => /[?&]EIO=\d/.test(target);

function messageDecoder(target: string): (text: Uint8Array) => Span[] {
	return isEngineIo(target) ? decodeEngineIoPacket : decodeText;
}
