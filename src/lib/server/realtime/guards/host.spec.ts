import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { hostFault, isHost } from './host.ts';

it.each(['a', 'localhost:3000', 'a_b', '127.0.0.1', '[::1]:80', 'xn--p8j.example', 'a.', 'a:'])(
	'%s is a valid host',
	(text) => expect(isHost(text)).toBe(true)
);

it.each([
	'',
	'a/b',
	'a b',
	'a, b',
	'a@b',
	'a?b',
	'a#b',
	'a\\b',
	'::1',
	'[::1',
	'a:b',
	'a:99999',
	'é',
	'a%2fb'
])('%j is not a valid host', (text) => expect(isHost(text)).toBe(false));

function faultOf(rawHeaders: string[], httpVersion = '1.1') {
	return hostFault(Object.assign(new IncomingMessage(new Socket()), { rawHeaders, httpVersion }));
}

it('reports what is wrong with the Host header of a request', () => {
	expect(faultOf(['Host', 'a'])).toBeNull();
	expect(faultOf(['Accept', 'host', 'HOST', 'a:1'])).toBeNull();
	expect(faultOf(['Host', 'a/b'])).toMatch(/not a valid host/);
	expect(faultOf(['Host', 'a', 'host', 'a'])).toMatch(/more than one/);
	expect(faultOf(['Accept', 'host'])).toMatch(/no Host/);
	expect(faultOf([], '1.0')).toBeNull();
	expect(faultOf(['Host', ''], '1.0')).toMatch(/not a valid host/);
});
