import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { errors, problem, type Problem } from '../../../protocol/errors.ts';

/** Rejects an upgrade with an HTTP response and closes the socket. */
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
	// A client that never ends its half of the connection would keep the socket open.
	socket.once('finish', () => socket.destroy());
}

/**
 * Rejects an invalid handshake, for `wsClientError` of a WebSocket server: `ws` itself would answer with HTML. The
 * response names the supported version (RFC 6455 §4.4).
 */
export function rejectHandshake(error: Error, socket: Duplex, { method }: IncomingMessage): void {
	if (method !== 'GET') rejectUpgrade(socket, problem('method_not_allowed'), { Allow: 'GET' });
	else {
		const why = problem('bad_request', { message: `${error.message}.` });
		rejectUpgrade(socket, why, { 'Sec-WebSocket-Version': '13' });
	}
}
