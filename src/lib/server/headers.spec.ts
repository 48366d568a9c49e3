import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { setSecurityHeaders } from './headers.ts';

const policies = new Map([['/guide/', "default-src 'none'; script-src 'self'"]]);

/** The headers set for a request. */
function headersOf(
	url: string,
	origin: { origin?: string | null; protocolHeader?: string | null } = {},
	headers: IncomingMessage['headers'] = {}
): Record<string, string> {
	const set: Record<string, string> = {};
	const response = { setHeader: (name: string, value: string) => (set[name] = value) };
	const request = { url, headers } as IncomingMessage;
	const site = { origin: null, protocolHeader: null, ...origin };
	setSecurityHeaders(request, response as unknown as ServerResponse, site, policies);
	return set;
}

describe('setSecurityHeaders', () => {
	test('sets each header on pages, files and endpoints', () => {
		for (const url of ['/', '/guide/?q=1', '/_app/a.js', '/api/events', '/nothing']) {
			expect(Object.keys(headersOf(url)), url).toEqual([
				'x-content-type-options',
				'referrer-policy',
				'cross-origin-opener-policy',
				'cross-origin-embedder-policy',
				'cross-origin-resource-policy',
				'permissions-policy',
				'content-security-policy'
			]);
		}
	});

	test('sends each prerendered page its own policy, and other pages and files a general one', () => {
		const policy = (url: string) => headersOf(url)['content-security-policy'];
		expect(policy('/guide/?a=/x.js')).toBe("default-src 'none'; script-src 'self'");
		expect(policy('/rendered/')).toMatch(/^base-uri 'none'.*frame-ancestors 'none'/);
		expect(policy('/favicon.svg?a=/')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
	});

	test('sends HSTS only where the public origin is https', () => {
		const hsts = (...args: Parameters<typeof headersOf>) =>
			headersOf(...args)['strict-transport-security'];
		expect(hsts('/')).toBeUndefined();
		expect(hsts('/', { origin: 'http://localhost:3000' })).toBeUndefined();
		expect(hsts('/', { origin: 'https://example.org' })).toBe('max-age=31536000');
		const behindProxy = { protocolHeader: 'x-forwarded-proto' };
		expect(hsts('/', behindProxy, { 'x-forwarded-proto': 'https' })).toBe('max-age=31536000');
		expect(hsts('/', behindProxy, { 'x-forwarded-proto': 'http' })).toBeUndefined();
		expect(hsts('/', {}, { 'x-forwarded-proto': 'https' })).toBeUndefined();
	});
});
