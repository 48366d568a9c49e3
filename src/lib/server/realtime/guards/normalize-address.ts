import { isIP, SocketAddress } from 'node:net';

/** IPv6 has eight groups of 16 bits; the last four identify a host within its /64 (RFC 4291 §2.5.1). */
const ipv6Groups = 8;
const networkGroups = 4;

/**
 * The form of a client's address by which limits count: without port (some proxies append it:
 * `198.51.100.7:50001`), brackets and zone id; an IPv4-mapped address as IPv4; an IPv6 address as its /64, because a
 * host chooses the lower half freely. Null if `text` is not an IP address.
 */
export function normalizeAddress(text: string): string | null {
	const address = withoutPortAndBrackets(text.trim());
	switch (isIP(address)) {
		case 4:
			return address;
		case 6:
			return normalizeIpv6(address.replace(/%.*$/, ''));
		default:
			return null;
	}
}

function withoutPortAndBrackets(text: string): string {
	const [, ipv6, ipv4] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? [];
	return ipv6 ?? ipv4 ?? text;
}

function normalizeIpv6(text: string): string {
	const { address } = new SocketAddress({ address: text, family: 'ipv6' });
	const [, mapped] = /^::ffff:([\d.]+)$/.exec(address) ?? [];
	if (mapped !== undefined) return mapped;
	const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
	const zeros = Array<string>(Math.max(0, ipv6Groups - head.length - tail.length)).fill('0');
	const network = [...head, ...zeros, ...tail].slice(0, networkGroups);
	return `${network.join(':')}::/64`;
}
