import { expect, it } from 'vitest';
import { fileServer } from './lib/file-server.ts';
import { request } from './lib/http.ts';
import { RawClient } from './lib/raw.ts';

const server = fileServer({}, undefined, (realtime) => {
	realtime.serveSocket('/api/examples/websocket/socket', () => {
		throw new Error('no handshake should reach this');
	});
});

/** The headers of a browser's no-cors request from a page of another site: without Origin. */
const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };

it.each([
	['GET', '/api/rooms/r/events'],
	['HEAD', '/api/rooms/r/events'],
	['GET', '/api/rooms/r/poll?after=none.0'],
	['POST', '/api/rooms/r/messages'],
	['POST', '/api/session'],
	['DELETE', '/api/session'],
	['POST', '/api/tickets'],
	['GET', '/api/events'],
	['GET', '/api/examples/dashboard/events'],
	['GET', '/socket.io/?EIO=4&transport=polling'],
	['POST', '/socket.io/?EIO=4&transport=polling']
])(
	'V5: a page of another site gets 403 for %s %s without Origin [cross-site]',
	async (method, path) => {
		const sent = method === 'POST' ? {} : undefined;
		const { status, body } = await request(server, method, path, sent, crossSite);
		expect([status, body?.['code']]).toEqual([
			403,
			method === 'HEAD' ? undefined : 'forbidden_origin'
		]);
	}
);

it.each(['/ws?room=r', '/socket.io/?EIO=4&transport=websocket', '/api/examples/websocket/socket'])(
	'V5: an upgrade of %s from another site gets 403 without Origin [cross-site]',
	async (path) => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade(path, crossSite)).toBe(403);
		await client.ended();
	}
);

it.each(['same-origin', 'same-site', 'none'])(
	'accepts Sec-Fetch-Site: %s [cross-site]',
	async (site) => {
		const path = '/api/rooms/r/poll?after=none.0';
		const answer = await request(server, 'GET', path, undefined, { 'sec-fetch-site': site });
		expect(answer.status).toBe(200);
	}
);
