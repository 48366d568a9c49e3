import { IncomingMessage, type IncomingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { normalizeRequest } from './normalize-request.ts';

function readable(headers: IncomingHttpHeaders, method = 'GET') {
	const request = new IncomingMessage(new Socket());
	Object.assign(request, { headers: { ...headers }, method });
	normalizeRequest(request, { protocolHeader: 'x-proto' });
	return request;
}

it('names the protocol of the socket, unless a proxy has named one', () => {
	expect(readable({}).headers['x-proto']).toBe('http');
	expect(readable({ 'x-proto': 'https' }).headers['x-proto']).toBe('https');
});

it('gives a host to a request of HTTP/1.0 that has none', () => {
	expect(readable({}).headers.host).toBe('localhost');
	expect(readable({ host: 'site.example' }).headers.host).toBe('site.example');
});

it('V5: makes up no host that could agree with an origin', () => {
	expect(readable({ origin: 'http://localhost' }).headers.host).toBeUndefined();
});

it('gives TRACE a name under which it can be refused', () => {
	expect(readable({}, 'TRACE').method).toBe('X-TRACE');
	expect(readable({}, 'POST').method).toBe('POST');
});
