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

it('sets the protocol header to http unless a proxy has set it', () => {
	expect(readable({}).headers['x-proto']).toBe('http');
	expect(readable({ 'x-proto': 'https' }).headers['x-proto']).toBe('https');
});

it('adds a host to an HTTP/1.0 request without one', () => {
	expect(readable({}).headers.host).toBe('localhost');
	expect(readable({ host: 'site.example' }).headers.host).toBe('site.example');
});

it('V5: adds no host to a request with an origin, which it could match', () => {
	expect(readable({ origin: 'http://localhost' }).headers.host).toBeUndefined();
});

it('renames TRACE so that the handler can reject it', () => {
	expect(readable({}, 'TRACE').method).toBe('X-TRACE');
	expect(readable({}, 'POST').method).toBe('POST');
});
