import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Headers that only concern this hop's change of protocol (RFC 9110 §7.8, RFC 7540 §3.2.1). */
const upgradeHeaders: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/**
 * Whether the client requests WebSocket, the only supported protocol. In HTTP/1.0 `Upgrade` has to be ignored
 * (RFC 9110 §7.8).
 */
export function requestsWebSocket({ headers, httpVersion }: IncomingMessage): boolean {
	return httpVersion !== '1.0' && tokens(headers.upgrade).includes('websocket');
}

/**
 * Answers a request as if it had not offered another protocol, as RFC 9110 §7.8 allows: `curl --http2` and
 * Java's HttpClient offer h2c with every request. Node has detached the socket by then, with the body unread,
 * so the server gets it as a new connection that starts with the same request without the offer.
 */
export function ignoreUpgrade(
	server: Server,
	req: IncomingMessage,
	socket: Duplex,
	head: Buffer
): void {
	if (socket.destroyed) return;
	socket.unshift(Buffer.concat([Buffer.from(serializeHead(req), 'latin1'), head]));
	server.emit('connection', socket);
}

function serializeHead({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
	let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
	for (let i = 0; i < rawHeaders.length; i += 2) {
		const [name = '', value = ''] = rawHeaders.slice(i, i + 2);
		const key = name.toLowerCase();
		if (upgradeHeaders.has(key)) continue;
		const kept = key === 'connection' ? withoutOffers(value) : value;
		if (kept !== '') text += `${name}: ${kept}\r\n`;
	}
	return `${text}\r\n`;
}

const withoutOffers = (value: string): string =>
	tokens(value)
		.filter((token) => !upgradeHeaders.has(token))
		.join(', ');

const tokens = (list = ''): string[] => list.split(',').map((token) => token.trim().toLowerCase());
