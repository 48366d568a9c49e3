import type { IncomingMessage } from 'node:http';

/** RFC 9110 §7.2, RFC 3986 §3.2.2: a name, an IPv4 address or an IPv6 address in brackets, then optionally a port. */
const pattern = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::\d{0,5})?$/i;

/** Whether a text is a valid `Host` header. */
export function isHost(text: string): boolean {
	return pattern.test(text) && URL.canParse(`http://${text}`);
}

/**
 * What is wrong with a request's `Host`; null if nothing is. A request with a fault gets 400 (RFC 9112 §3.2): of two
 * `Host` headers, a proxy may use one and this server the other. Node keeps the first of several, and rejects a
 * request without `Host` only if it is not an upgrade.
 */
export function hostFault({ rawHeaders, httpVersion }: IncomingMessage): string | null {
	let host: string | undefined;
	for (let i = 0; i < rawHeaders.length; i += 2) {
		if (rawHeaders[i]?.toLowerCase() !== 'host') continue;
		if (host !== undefined) return 'The request has more than one Host header.';
		host = rawHeaders[i + 1];
	}
	if (host === undefined) {
		return httpVersion === '1.1' ? 'The request has no Host header.' : null;
	}
	return isHost(host) ? null : 'The Host header is not a valid host.';
}
