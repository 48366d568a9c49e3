import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** What the guards look at: the same for an upgrade, a request on Node and one in SvelteKit. */
export interface RequestHead {
	/** A header by its lower-case name. */
	header(name: string): string | undefined;
	/** Whether the socket itself is encrypted. What a proxy did before it, only headers can say. */
	readonly secure: boolean;
	/** The address at the other end of the socket: the client or the nearest proxy. */
	readonly address: string;
}

/** The head of a request as Node hands it over. */
export function headOfNode(req: IncomingMessage): RequestHead {
	return {
		header(name) {
			const value = req.headers[name];
			return Array.isArray(value) ? value.join(', ') : value;
		},
		secure: (req.socket as Partial<TLSSocket>).encrypted === true,
		address: plainAddress(req.socket.remoteAddress ?? '')
	};
}

/** The head of a request in SvelteKit, where no Node request is at hand (Vite's development server). */
function headOfWeb(request: Request, address: string): RequestHead {
	return {
		header: (name) => request.headers.get(name) ?? undefined,
		secure: request.url.startsWith('https:'),
		address: plainAddress(address)
	};
}

/** What of a SvelteKit request is looked at. `platform.req` is there in production. */
export interface ApiEvent {
	request: Request;
	platform?: Readonly<{ req?: IncomingMessage }> | undefined;
	getClientAddress(): string;
}

/** The head of a request that SvelteKit answers. */
export function headOfEvent({ request, platform, getClientAddress }: ApiEvent): RequestHead {
	return platform?.req ? headOfNode(platform.req) : headOfWeb(request, getClientAddress());
}

/** Path and query of a request line. Never throws: request lines come from anybody. */
export function targetOf(req: IncomingMessage): { path: string; query: URLSearchParams } {
	const [path = '', query] = originForm(req.url ?? '').split('?', 2);
	return {
		path,
		// Several handlers look at the path of every request; only one parses the query.
		get query() {
			return new URLSearchParams(query);
		}
	};
}

/** A target as clients send it to proxies, which a server has to accept as well (RFC 9112 §3.2.2), without its host. */
export function originForm(target: string): string {
	if (target.startsWith('/')) return target;
	const [whole, rest = ''] = /^https?:\/\/[^/?#]*(.*)$/is.exec(target) ?? [];
	if (whole === undefined) return target;
	return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * The path by which SvelteKit chooses an endpoint: dots resolved and letters decoded, as it does. Another
 * spelling of a path must not get past a guard. Null: it is no percent-encoding, and no endpoint is asked.
 */
export function routedPath(req: IncomingMessage): string | null {
	try {
		const { pathname } = new URL(`http://localhost${originForm(req.url ?? '')}`);
		return pathname.split('%25').map(decodeURI).join('%25');
	} catch {
		return null;
	}
}

/** An IPv4 address that came in on an IPv6 socket, in its own notation (RFC 4291 §2.5.5.2). */
export function plainAddress(address: string): string {
	return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
