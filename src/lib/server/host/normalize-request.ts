import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

/**
 * Makes of a request one that adapter-node can read, which otherwise answers with a bare "Bad Request":
 * - the protocol is that of the socket where no proxy named another one;
 * - HTTP/1.0 allows a request without `Host`. One with an `Origin` gets none: whether it may come from
 *   there is told by the host alone, and a made-up one could agree with it;
 * - a `Request` cannot be of the method TRACE (WHATWG Fetch, forbidden methods). Under any other name that
 *   nobody knows it is answered as what it is: 405, with the methods that the address knows.
 */
export function normalizeRequest(
	request: IncomingMessage,
	{ protocolHeader }: Pick<Config, 'protocolHeader'>
): void {
	const { headers } = request;
	if (protocolHeader !== null) headers[protocolHeader] ??= 'http';
	if (headers.host === undefined && headers.origin === undefined) headers.host = 'localhost';
	if (request.method === 'TRACE') request.method = 'X-TRACE';
}
