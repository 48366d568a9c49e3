import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const proxy = '10.0.0.1';

test.each([
	['198.51.100.7', 1, '198.51.100.7'],
	['9.9.9.9, 198.51.100.7', 1, '198.51.100.7'],
	['9.9.9.9, 198.51.100.7, 10.0.0.2', 2, '198.51.100.7']
])(
	'with the header "%s" and %i proxies, only the addresses that the proxies added are trusted',
	(forwarded, depth, expected) => {
		expect(clientAddress(forwarded, proxy, depth)).toBe(expected);
	}
);

test('without a proxy the header is ignored, because clients can forge it', () => {
	expect(clientAddress('9.9.9.9', '198.51.100.7', 0)).toBe('198.51.100.7');
});

test('a header with fewer addresses than proxies is ignored, because its request bypassed some of them', () => {
	expect(clientAddress('9.9.9.9', '198.51.100.7', 2)).toBe('198.51.100.7');
});

test('without the header or with an empty value, the address of the connection is used', () => {
	expect(clientAddress(null, proxy, 1)).toBe(proxy);
	expect(clientAddress('', proxy, 1)).toBe(proxy);
	expect(clientAddress('9.9.9.9, ', proxy, 1)).toBe(proxy);
});
