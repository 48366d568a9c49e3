import {
	request,
	type IncomingMessage,
	type OutgoingHttpHeaders,
	type ServerResponse
} from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** Headers that concern one hop (RFC 9110 §7.6.1). */
const hopHeaders: readonly string[] = [
	...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding'],
	...['upgrade', 'expect']
];
/**
 * The header with the reader's address. An instance can trust it: only this server reaches the instance's socket, and
 * it replaces a header of this name from a client.
 */
export const addressHeader = 'x-instance-reader';

/**
 * Headers of a client that are not forwarded: this server has checked the origin, and sets the reader's address itself.
 */
const checkedHeaders: readonly string[] = ['origin', 'sec-fetch-site', addressHeader];

export interface Target {
	socketPath: string;
	/** The path with the query. */
	path: string;
	/** The reader's address. */
	address: string;
}

/**
 * Forwards a request and its response. If the other server dies, the reader's socket is destroyed: for the reader
 * it looks as if this server had died.
 */
export function forwardRequest(
	req: IncomingMessage,
	res: ServerResponse,
	{ socketPath, path, address }: Target
): void {
	const upstream = request({
		socketPath,
		path,
		method: req.method,
		// Not `close`: the other server could then respond and close before it has read the whole body, and
		// sending the rest would fail before the response has arrived.
		headers: { ...headersOf(req, address), connection: 'keep-alive' },
		// One connection per request: a fault on it must not affect the next request.
		agent: false
	});
	const crash = () => {
		if (!res.writableFinished) req.socket.destroy();
	};
	upstream.on('error', crash);
	upstream.on('response', (response) => {
		response.on('error', crash);
		const headers = Object.entries(response.headers).filter(([name]) => !hopHeaders.includes(name));
		res.writeHead(response.statusCode ?? 502, Object.fromEntries(headers));
		res.flushHeaders();
		response.pipe(res);
	});
	res.once('close', () => upstream.destroy());
	req.on('error', () => upstream.destroy());
	req.pipe(upstream);
}

/** Forwards an upgrade and then all bytes in both directions, until one end closes. */
export function forwardUpgrade(
	req: IncomingMessage,
	socket: Duplex,
	head: Buffer,
	{ socketPath, path, address }: Target
): void {
	const upstream = connect({ path: socketPath, allowHalfOpen: true });
	const headers = {
		...headersOf(req, address),
		connection: 'Upgrade',
		upgrade: req.headers.upgrade
	};
	const lines = Object.entries(headers).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}: ${String(value)}\r\n`]
	);
	upstream.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
	if (head.length > 0) upstream.write(head);
	const end = () => {
		upstream.destroy();
		socket.destroy();
	};
	upstream.on('error', end).on('close', () => closeAfterFlush(socket));
	socket.on('error', end).on('close', () => upstream.destroy());
	upstream.pipe(socket);
	socket.pipe(upstream);
}

/** Closes the reader's socket once the last bytes from the other server, such as a close frame, have been sent. */
function closeAfterFlush(socket: Duplex): void {
	if (socket.writableFinished || socket.destroyed) socket.destroy();
	else socket.end(() => socket.destroy());
}

function headersOf({ headers }: IncomingMessage, address: string): OutgoingHttpHeaders {
	const kept = Object.entries(headers).filter(
		([name]) =>
			!hopHeaders.includes(name) &&
			!checkedHeaders.includes(name) &&
			!name.startsWith('x-forwarded-')
	);
	return { ...Object.fromEntries(kept), [addressHeader]: address };
}
