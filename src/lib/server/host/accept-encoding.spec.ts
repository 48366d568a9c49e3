import { expect, it } from 'vitest';
import { preferredEncodings } from './accept-encoding.ts';

it.each([
	['', ''],
	['gzip, deflate, br, zstd', 'br, gzip'],
	['gzip', 'gzip'],
	['x-gzip', 'gzip'],
	['BR;Q=1', 'br'],
	['gzip;q=0', ''],
	['br;q=0, gzip;q=0', ''],
	['br;q=0, gzip', 'gzip'],
	['gzip;q=0.000', ''],
	['gzip; q=0.5, br; q=0.9', 'br'],
	['gzip;q=1, br;q=0.1', 'gzip'],
	['identity', ''],
	['identity;q=1, gzip;q=0.5', ''],
	['identity;q=0.5, gzip;q=1', 'gzip'],
	['*', 'br, gzip'],
	['*;q=0', ''],
	['*;q=0, gzip', 'gzip'],
	['gzip;q=0, *', 'br'],
	['identity;q=0, *;q=0', ''],
	['gzip;q=x', ''],
	['brotli, notgzip', ''],
	[';;,,q=1', '']
])('%j asks for %j [http-encoding]', (header, expected) => {
	expect(preferredEncodings(header)).toBe(expected);
});
