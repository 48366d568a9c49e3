import type { IncomingMessage, ServerResponse } from 'node:http';
import { assetPolicy, pagePolicy } from '../../build/csp.js';
import type { Config } from './config.ts';

type PublicOrigin = Pick<Config, 'origin' | 'protocolHeader'>;

const always = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'
};

/** One year. Subdomains are up to the operator. */
const strictTransport = 'max-age=31536000';

/**
 * Sets the security headers of a response before any handler runs, so that pages, files, API and errors all have
 * them. SvelteKit replaces the CSP of pages that it renders on request by one with their hashes.
 */
export function setSecurityHeaders(
	request: IncomingMessage,
	response: ServerResponse,
	origin: PublicOrigin
): void {
	for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
	response.setHeader('content-security-policy', isPage(request) ? pagePolicy : assetPolicy);
	if (isHttps(request, origin)) response.setHeader('strict-transport-security', strictTransport);
}

/** Pages end in a slash (trailingSlash: 'always'); files and API do not. */
function isPage({ url = '/' }: IncomingMessage): boolean {
	const end = url.indexOf('?');
	return (end < 0 ? url : url.slice(0, end)).endsWith('/');
}

/** RFC 6797 §7.2 forbids the header over plain http. */
function isHttps({ headers }: IncomingMessage, { origin, protocolHeader }: PublicOrigin): boolean {
	if (origin !== null) return origin.startsWith('https:');
	return protocolHeader !== null && headers[protocolHeader] === 'https';
}
