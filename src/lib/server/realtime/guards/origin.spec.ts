import { describe, expect, it } from 'vitest';
import { isAllowedOrigin, publicOrigin } from './origin.ts';
import type { RequestHead } from './request.ts';

const none = { origin: null, protocolHeader: null, hostHeader: null, portHeader: null };
const proxied = {
	origin: null,
	protocolHeader: 'x-forwarded-proto',
	hostHeader: 'x-forwarded-host',
	portHeader: 'x-forwarded-port'
};

function head(headers: Record<string, string>, isSecure = false): RequestHead {
	return { header: (name) => headers[name], isSecure, address: '127.0.0.1' };
}

describe('publicOrigin', () => {
	it.each([
		[{ host: 'localhost:3000' }, false, none, 'http://localhost:3000'],
		[{ host: 'example.org' }, true, none, 'https://example.org'],
		[{ host: 'example.org:80' }, false, none, 'http://example.org'],
		[{ host: '[::1]:3000' }, false, none, 'http://[::1]:3000'],
		[{}, false, none, null],
		[{ host: 'not a host' }, false, none, null],
		[{ host: 'x', 'x-forwarded-proto': 'https' }, false, none, 'http://x'],
		[
			{ host: 'inner', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'example.org' },
			false,
			proxied,
			'https://example.org'
		],
		[{ host: 'x', 'x-forwarded-port': '8443' }, true, proxied, 'https://x:8443'],
		[{ host: 'x', 'x-forwarded-proto': 'javascript' }, false, proxied, null],
		[
			{ host: 'ignored' },
			false,
			{ ...none, origin: 'https://site.example' },
			'https://site.example'
		]
	])('of %j (secure: %j) follows the operator’s settings', (headers, isSecure, config, origin) => {
		expect(publicOrigin(head(headers, isSecure), config)).toBe(origin);
	});
});

describe('isAllowedOrigin', () => {
	const allowed = (origin: string | undefined, config = none) =>
		isAllowedOrigin(
			head({ host: 'localhost:3000', ...(origin !== undefined && { origin }) }),
			config
		);

	it('allows requests without an origin and those of the site itself', () => {
		expect(allowed(undefined)).toBe(true);
		expect(allowed('http://localhost:3000')).toBe(true);
		expect(isAllowedOrigin(head({}), none)).toBe(true);
	});

	it.each([
		'null',
		'',
		'https://localhost:3000',
		'http://localhost',
		'http://localhost:30000',
		'http://localhost:3000.evil.example',
		'http://localhost:3000/',
		'http://localhost:3000, http://localhost:3000',
		'HTTP://LOCALHOST:3000'
	])('V5: rejects "%s"', (origin) => {
		expect(allowed(origin)).toBe(false);
	});

	it.each([
		['cross-site', false],
		['same-site', true],
		['same-origin', true],
		['none', true]
	])('V5: a request without Origin and with Sec-Fetch-Site %s is allowed: %s', (site, expected) => {
		const headers = { host: 'localhost:3000', 'sec-fetch-site': site };
		expect(isAllowedOrigin(head(headers), none)).toBe(expected);
	});

	it('trusts Origin over Sec-Fetch-Site', () => {
		const headers = { host: 'x', origin: 'http://x', 'sec-fetch-site': 'cross-site' };
		expect(isAllowedOrigin(head(headers), none)).toBe(true);
		const other = { host: 'x', origin: 'http://y', 'sec-fetch-site': 'same-origin' };
		expect(isAllowedOrigin(head(other), none)).toBe(false);
	});

	it('V5: rejects every origin when the request has no host', () => {
		expect(isAllowedOrigin(head({ origin: 'http://x' }), none)).toBe(false);
		expect(isAllowedOrigin(head({ origin: 'null' }), none)).toBe(false);
	});
});
