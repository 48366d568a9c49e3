import type { IncomingMessage, ServerResponse } from 'node:http';
import { assetPolicy, pagePolicy } from '../../build/csp.js';
import type { Config } from './config.ts';

type PublicOrigin = Pick<Config, 'origin' | 'protocolHeader'>;

/** The Content-Security-Policy of each prerendered page, by path. */
export type PagePolicies = ReadonlyMap<string, string>;

const always = {
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-embedder-policy': 'require-corp',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'
};

/** One year. Subdomains are up to the operator. */
const strictTransport = 'max-age=31536000';

/**
 * Sets the security headers of a response before any handler runs, so that pages, files, API and errors all have
 * them. For pages that it renders on request, SvelteKit replaces the CSP with one that has their hashes.
 * @param policies of the prerendered pages. Undefined in Vite: its development server renders every page on request,
 * and in its preview the policies are only in the `<meta>` of each page
 */
export function setSecurityHeaders(
	request: IncomingMessage,
	response: ServerResponse,
	origin: PublicOrigin,
	policies?: PagePolicies
): void {
	for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
	response.setHeader('content-security-policy', policyOf(pathOf(request), policies));
	if (isHttps(request, origin)) response.setHeader('strict-transport-security', strictTransport);
}

function policyOf(path: string, policies?: PagePolicies): string {
	// Pages end in a slash (trailingSlash: 'always'); files and API do not.
	return path.endsWith('/') ? (policies?.get(path) ?? pagePolicy) : assetPolicy;
}

function pathOf({ url = '/' }: IncomingMessage): string {
	const end = url.indexOf('?');
	return end < 0 ? url : url.slice(0, end);
}

/** RFC 6797 §7.2 forbids the header over plain http. */
function isHttps({ headers }: IncomingMessage, { origin, protocolHeader }: PublicOrigin): boolean {
	if (origin !== null) return origin.startsWith('https:');
	return protocolHeader !== null && headers[protocolHeader] === 'https';
}
