import type { IncomingMessage } from 'node:http';
import { originForm } from '../guards/request.ts';

/** The head of a request in bytes, and what has arrived with it. */
export interface RawHead {
	bytes: Buffer;
	/** Whether these are the bytes that arrived; otherwise they were rebuilt from the parsed fields. */
	isExact: boolean;
	/** What follows the head in the same chunk: a body, frames, the next request. */
	rest: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * The head of a request. Node does not keep its bytes, but nearly always `chunk`, which arrived last, contains all of
 * them. If the head began in an earlier chunk, it is rebuilt from its parsed fields. Then its white space and the form
 * of its target, which has been normalized, may differ from what was sent.
 */
export function rawHeadOf(req: IncomingMessage, chunk: Buffer): RawHead {
	for (let end = endOfHead(chunk, 0); end >= 0; end = endOfHead(chunk, end)) {
		const start = startOfHead(req, chunk, end);
		if (start < 0) continue;
		return { bytes: chunk.subarray(start, end), isExact: true, rest: chunk.subarray(end) };
	}
	const end = endOfHead(chunk, 0);
	return { bytes: serialize(req), isExact: false, rest: chunk.subarray(Math.max(0, end)) };
}

/** The chunk that Node's parser is reading while it emits `request`; empty if this version of Node hides it. */
export function currentChunk(req: IncomingMessage): Buffer {
	const { parser } = req.socket as { parser?: { getCurrentBuffer?: () => unknown } };
	const chunk = parser?.getCurrentBuffer?.();
	return Buffer.isBuffer(chunk) ? chunk : Buffer.alloc(0);
}

/** The chunk that held an upgrade request: Node's `head`, what follows the request, is a view of the same memory. */
export function chunkOfUpgrade(head: Buffer): Buffer {
	return Buffer.from(head.buffer, 0, head.byteOffset + head.length);
}

function endOfHead(chunk: Buffer, from: number): number {
	const at = chunk.indexOf(headEnd, from);
	return at < 0 ? -1 : at + headEnd.length;
}

/** Where the head that ends at `end` begins, if it is that of `req`; otherwise -1. */
function startOfHead(req: IncomingMessage, chunk: Buffer, end: number): number {
	const lines = chunk.toString('latin1', 0, end - headEnd.length).split('\r\n');
	const fields = req.rawHeaders.length / 2;
	const requestLine = lines.length - 1 - fields;
	if (
		requestLine < 0 ||
		!lines.slice(requestLine + 1).every((line, i) => isField(line, req.rawHeaders, i))
	) {
		return -1;
	}
	// The line may begin with the end of another request's body.
	const [line] =
		new RegExp(`${req.method} +\\S+ HTTP/\\d\\.\\d$`).exec(lines[requestLine] ?? '') ?? [];
	const target = line?.split(/ +/)[1] ?? '';
	if (line === undefined || originForm(target) !== originForm(req.url ?? '')) return -1;
	return end - headEnd.length - [line, ...lines.slice(requestLine + 1)].join('\r\n').length;
}

function isField(line: string, raw: readonly string[], index: number): boolean {
	const colon = line.indexOf(':');
	return (
		line.slice(0, colon) === raw[2 * index] && line.slice(colon + 1).trim() === raw[2 * index + 1]
	);
}

function serialize({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
	let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
	for (let i = 0; i < rawHeaders.length; i += 2)
		text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
	return Buffer.from(`${text}\r\n`, 'latin1');
}
