import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalizeAddress } from './normalize-address.ts';

it.each([
	['a port', ['198.51.100.7', '198.51.100.7:50001', ' 198.51.100.7:1 '], '198.51.100.7'],
	[
		'IPv4 on an IPv6 socket',
		['::ffff:192.0.2.1', '::FFFF:c000:201', '[::ffff:192.0.2.1]:443', '0:0:0:0:0:ffff:192.0.2.1'],
		'192.0.2.1'
	],
	[
		'five spellings',
		[
			'2001:db8::1',
			'[2001:db8::1]',
			'[2001:db8::1]:443',
			'2001:DB8:0:0:0:0:0:1',
			'2001:0db8:0000::0001'
		],
		'2001:db8:0:0::/64'
	],
	[
		'addresses of one /64',
		['2001:db8:1:2::', '2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:ffff::%eth0'],
		'2001:db8:1:2::/64'
	],
	['the loopback address', ['::1', '0:0:0:0:0:0:0:1'], '0:0:0:0::/64']
])(
	'normalizes all addresses of one client to the same form: %s [settings-address]',
	(_, texts, normal) => {
		expect(texts.map(normalizeAddress)).toEqual(texts.map(() => normal));
	}
);

it('keeps the networks of different subscribers apart', () => {
	const networks = ['2001:db8:1:2::1', '2001:db8:1:3::1', '2001:db8:2:2::1', '1::2', '::1:0:0:0:2'];
	expect(new Set(networks.map(normalizeAddress)).size).toBe(networks.length);
});

it.each([
	'',
	'unknown',
	'_hidden',
	'localhost',
	'1.2.3',
	'1.2.3.4.5',
	'999.1.1.1',
	'[',
	'[]:1',
	':::'
])('rejects %j as an address', (text) => expect(normalizeAddress(text)).toBeNull());

it('normalizes every spelling of an IPv6 address to the same /64', () => {
	fc.assert(
		fc.property(fc.ipV6(), (text) => {
			const { hostname } = new URL(`http://[${text}]`);
			const normal = normalizeAddress(text);
			expect(normalizeAddress(hostname)).toBe(normal);
			expect(normalizeAddress(`${hostname}:65535`)).toBe(normal);
			if (normal?.includes(':')) expect(normal).toMatch(/^([0-9a-f]{1,4}:){4}:\/64$/);
		})
	);
});
