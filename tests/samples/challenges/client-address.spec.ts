import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const proxy = '10.0.0.1';

test.each([
	['198.51.100.7', 1, '198.51.100.7'],
	['9.9.9.9, 198.51.100.7', 1, '198.51.100.7'],
	['9.9.9.9, 198.51.100.7, 10.0.0.2', 2, '198.51.100.7']
])('of "%s", with %i proxies, only what a proxy added is trusted', (forwarded, depth, expected) => {
	expect(clientAddress(forwarded, proxy, depth)).toBe(expected);
});

test('without a proxy the header is forged, and is not read', () => {
	expect(clientAddress('9.9.9.9', '198.51.100.7', 0)).toBe('198.51.100.7');
});

test('a list shorter than the proxies did not pass them all, and may be forged', () => {
	expect(clientAddress('9.9.9.9', '198.51.100.7', 2)).toBe('198.51.100.7');
});

test('without the header, or with an empty value, the address is that of the connection', () => {
	expect(clientAddress(null, proxy, 1)).toBe(proxy);
	expect(clientAddress('', proxy, 1)).toBe(proxy);
	expect(clientAddress('9.9.9.9, ', proxy, 1)).toBe(proxy);
});
