import type { IncomingMessage } from 'node:http';
import { originForm } from '../guards/request.ts';

/** The head of a request in bytes, and what has arrived with it. */
export interface RawHead {
	bytes: Buffer;
	/** Whether these are the bytes that arrived; otherwise they were written again from the parsed fields. */
	isExact: boolean;
	/** What follows the head in the same piece: a body, frames, the next request. */
	rest: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * The head of a request. Node keeps no bytes of it, but `piece`, what arrived last, nearly always holds all of
 * it. If it began in an earlier piece, it is written again from its fields, which differs at most in white space.
 */
export function rawHeadOf(req: IncomingMessage, piece: Buffer): RawHead {
	for (let end = endOfHead(piece, 0); end >= 0; end = endOfHead(piece, end)) {
		const start = startOfHead(req, piece, end);
		if (start < 0) continue;
		return { bytes: piece.subarray(start, end), isExact: true, rest: piece.subarray(end) };
	}
	const end = endOfHead(piece, 0);
	return { bytes: serialize(req), isExact: false, rest: piece.subarray(Math.max(0, end)) };
}

/**
 * The piece that Node's parser reads while it announces a request. An empty one if this Node does not have it.
 */
export function currentPiece(req: IncomingMessage): Buffer {
	const { parser } = req.socket as { parser?: { getCurrentBuffer?: () => unknown } };
	const piece = parser?.getCurrentBuffer?.();
	return Buffer.isBuffer(piece) ? piece : Buffer.alloc(0);
}

/** The piece that held an upgrade: `head`, what follows it, is a part of the same memory. */
export function pieceOfUpgrade(head: Buffer): Buffer {
	return Buffer.from(head.buffer, 0, head.byteOffset + head.length);
}

function endOfHead(piece: Buffer, from: number): number {
	const at = piece.indexOf(headEnd, from);
	return at < 0 ? -1 : at + headEnd.length;
}

/** Where the head that ends at `end` begins, if it is that of `req`; otherwise -1. */
function startOfHead(req: IncomingMessage, piece: Buffer, end: number): number {
	const lines = piece.toString('latin1', 0, end - headEnd.length).split('\r\n');
	const fields = req.rawHeaders.length / 2;
	const first = lines.length - 1 - fields;
	if (first < 0 || !lines.slice(first + 1).every((line, i) => isField(line, req.rawHeaders, i))) {
		return -1;
	}
	// A body or another message may stand before it on the same line.
	const [line] = new RegExp(`${req.method} +\\S+ HTTP/\\d\\.\\d$`).exec(lines[first] ?? '') ?? [];
	const target = line?.split(/ +/)[1] ?? '';
	if (line === undefined || originForm(target) !== originForm(req.url ?? '')) return -1;
	return end - headEnd.length - [line, ...lines.slice(first + 1)].join('\r\n').length;
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
