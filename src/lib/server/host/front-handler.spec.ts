import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { createFrontHandler } from './front-handler.ts';

function pass(url: string) {
	const request = new IncomingMessage(new Socket());
	Object.assign(request, { url, method: 'GET' });
	request.headers['accept-encoding'] = 'gzip, br';
	const next = vi.fn();
	createFrontHandler(() => undefined, parseConfig({}))(request, new ServerResponse(request), next);
	expect(next).toHaveBeenCalledOnce();
	return request.headers['accept-encoding'];
}

it('S12: prevents the server behind it from compressing live responses, which would buffer them', () => {
	expect(pass('/api/events')).toBeUndefined();
	expect(pass('/api/events?reader=x')).toBeUndefined();
	expect(pass('/_app/remote/a1/newestMessages?payload=x')).toBeUndefined();
});

it('allows pages and files to be compressed', () => {
	expect(pass('/sveltekit/')).toBe('br, gzip');
	expect(pass('/_app/immutable/x.js')).toBe('br, gzip');
});

it('reduces a request target in absolute form to its path and query', () => {
	const request = new IncomingMessage(new Socket());
	Object.assign(request, { url: 'http://a/sveltekit/?x', method: 'GET' });
	createFrontHandler(() => undefined, parseConfig({}))(
		request,
		new ServerResponse(request),
		() => undefined
	);
	expect(request.url).toBe('/sveltekit/?x');
});

it('redirects the address of a laboratory that is shown on another page', () => {
	const request = new IncomingMessage(new Socket());
	Object.assign(request, { url: '/labs/race/', method: 'GET' });
	const response = new ServerResponse(request);
	const next = vi.fn();
	createFrontHandler(() => undefined, parseConfig({}))(request, response, next);
	expect([response.statusCode, response.getHeader('location')]).toEqual([
		307,
		'/sveltekit/server/websocket-sse/#demo-transports'
	]);
	expect(next).not.toHaveBeenCalled();
});
