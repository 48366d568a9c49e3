import type { IncomingMessage } from 'node:http';
import type { Config } from '../config.ts';

/**
 * Normalizes a request for adapter-node, which otherwise answers with a bare "Bad Request":
 * - the protocol is http, the only one that this server speaks, unless a proxy names another one;
 * - HTTP/1.0 allows a request without `Host`. One with an `Origin` gets none: the origin
 *   is compared with the host, and a default one could match;
 * - a `Request` cannot have the method TRACE (WHATWG Fetch, forbidden methods). Under an unknown name it gets
 *   the right answer: 405, with the methods that the resource allows.
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
