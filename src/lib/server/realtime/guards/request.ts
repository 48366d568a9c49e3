import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** What the guards read of an upgrade, a request on Node or a request in SvelteKit. */
export interface RequestHead {
	/** A header by its lower-case name. */
	header(name: string): string | undefined;
	/** Whether the socket itself is encrypted. Only headers say whether the client's connection to a proxy is. */
	readonly isSecure: boolean;
	/** The address of the socket's peer: the client or the nearest proxy. */
	readonly address: string;
	/** Node's request, where there is one: the subject of its steps. */
	readonly source?: IncomingMessage;
}

/** The head of a Node request. */
export function headOfNode(req: IncomingMessage): RequestHead {
	return {
		header(name) {
			const value = req.headers[name];
			return Array.isArray(value) ? value.join(', ') : value;
		},
		isSecure: (req.socket as Partial<TLSSocket>).encrypted === true,
		address: plainAddress(req.socket.remoteAddress ?? ''),
		source: req
	};
}

/** The head of a request in SvelteKit without a Node request (Vite's development server). */
function headOfWeb(request: Request, address: string): RequestHead {
	return {
		header: (name) => request.headers.get(name) ?? undefined,
		isSecure: request.url.startsWith('https:'),
		address: plainAddress(address)
	};
}

/** The part of a SvelteKit event that is used here. `platform.req` exists in production. */
export interface ApiEvent {
	request: Request;
	platform?: Readonly<{ req?: IncomingMessage }> | undefined;
	getClientAddress(): string;
}

/** The head of a request that SvelteKit answers. */
export function headOfEvent({ request, platform, getClientAddress }: ApiEvent): RequestHead {
	return platform?.req ? headOfNode(platform.req) : headOfWeb(request, getClientAddress());
}

/** Path and query of a request line. Never throws: request lines are untrusted. */
export function targetOf(req: IncomingMessage): { path: string; query: URLSearchParams } {
	const [path = '', query] = originForm(req.url ?? '').split('?', 2);
	return {
		path,
		// Several handlers read the path of every request; few of them need the query.
		get query() {
			return new URLSearchParams(query);
		}
	};
}

/**
 * Removes scheme and host from a request target. Clients send them only to proxies, but servers must accept them too
 * (RFC 9112 §3.2.2).
 */
export function originForm(target: string): string {
	if (target.startsWith('/')) return target;
	const [whole, rest = ''] = /^https?:\/\/[^/?#]*(.*)$/is.exec(target) ?? [];
	if (whole === undefined) return target;
	return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * The path by which SvelteKit chooses an endpoint, with dots resolved and characters decoded: another spelling
 * of a path must not bypass a guard. Null if it is not valid percent-encoding, which matches no endpoint.
 */
export function routedPath(req: IncomingMessage): string | null {
	try {
		const { pathname } = new URL(`http://localhost${originForm(req.url ?? '')}`);
		return pathname.split('%25').map(decodeURI).join('%25');
	} catch {
		return null;
	}
}

/** An IPv4 address from an IPv6 socket, in IPv4 notation (RFC 4291 §2.5.5.2). */
export function plainAddress(address: string): string {
	return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
}
