import { expect, it } from 'vitest';
import { clientAddress } from './address.ts';

function address(config: { addressHeader: string | null; xffDepth?: number }, headers = {}) {
	const head = {
		header: (name: string) => (headers as Record<string, string>)[name],
		isSecure: false,
		address: '10.0.0.1'
	};
	return clientAddress(head, { xffDepth: 1, ...config });
}

const forwarded = {
	'x-forwarded-for': '6.6.6.6, 203.0.113.9, 10.0.0.7',
	'x-real-ip': '198.51.100.4'
};

it('uses the socket’s address, whatever the client claims, unless a header is trusted', () => {
	expect(address({ addressHeader: null }, forwarded)).toBe('10.0.0.1');
});

it('uses the header that the operator configures', () => {
	expect(address({ addressHeader: 'x-real-ip' }, forwarded)).toBe('198.51.100.4');
});

it.each([
	[1, '10.0.0.7'],
	[2, '203.0.113.9'],
	[3, '6.6.6.6']
])('counts %d trusted proxies from the right of X-Forwarded-For', (xffDepth, expected) => {
	expect(address({ addressHeader: 'x-forwarded-for', xffDepth }, forwarded)).toBe(expected);
});

it('uses the socket’s address for a request that bypassed the proxies', () => {
	expect(address({ addressHeader: 'x-real-ip' })).toBe('10.0.0.1');
	expect(address({ addressHeader: 'x-forwarded-for', xffDepth: 4 }, forwarded)).toBe('10.0.0.1');
	expect(address({ addressHeader: 'x-forwarded-for' }, { 'x-forwarded-for': '' })).toBe('10.0.0.1');
});

it.each([
	['x-real-ip', '::ffff:192.0.2.1', '192.0.2.1'],
	['x-real-ip', '198.51.100.7:50001', '198.51.100.7'],
	['x-forwarded-for', '6.6.6.6, [2001:db8::1]:443', '2001:db8:0:0::/64'],
	['x-real-ip', '6.6.6.6, 198.51.100.4', '198.51.100.4'],
	['x-real-ip', 'unknown', '10.0.0.1']
])('normalizes the address in %s: %s becomes %s', (addressHeader, value, expected) => {
	expect(address({ addressHeader }, { [addressHeader]: value })).toBe(expected);
});
