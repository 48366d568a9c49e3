import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { errors, problem, type Problem } from '../../../protocol/errors.ts';

/** Answers an upgrade in HTTP, which is what both sides still speak, and ends the socket. */
export function rejectUpgrade(
	socket: Duplex,
	why: Problem,
	headers: Record<string, string> = {}
): void {
	const { status } = errors[why.code];
	const body = JSON.stringify(why);
	const head = {
		Connection: 'close',
		'Content-Type': 'application/json',
		'Cache-Control': 'no-store',
		...headers,
		'Content-Length': String(Buffer.byteLength(body))
	};
	const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
	socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
	// A peer that never closes its half would keep the socket for ever.
	socket.once('finish', () => socket.destroy());
}

/**
 * Answers a handshake that is none, for `wsClientError` of a WebSocket server: `ws` would answer with a page.
 * The version is named for those who have asked for another one (RFC 6455 §4.4).
 */
export function rejectHandshake(error: Error, socket: Duplex, { method }: IncomingMessage): void {
	if (method !== 'GET') rejectUpgrade(socket, problem('method_not_allowed'), { Allow: 'GET' });
	else {
		const why = problem('bad_request', { message: `${error.message}.` });
		rejectUpgrade(socket, why, { 'Sec-WebSocket-Version': '13' });
	}
}
