import { expect, it, vi } from 'vitest';
import { publishOverHttp } from './http-publish.ts';

const message = { room: 'r', text: 'hi', clientId: 'c' };
const answering = (status: number, body: unknown) =>
	vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

it('publishes as the contract says and returns id and seq', async () => {
	const fetch = answering(201, { id: 'e.1', seq: 1 });
	const published = await publishOverHttp(message, fetch);
	expect(published).toMatchObject({ outcome: 'stored', ack: { id: 'e.1', seq: 1 } });
	const [url, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
	expect([url, init.method, init.body]).toEqual([
		'/api/rooms/r/messages',
		'POST',
		'{"text":"hi","clientId":"c"}'
	]);
	expect(init.headers).toEqual({ 'content-type': 'application/json' });
});

it('returns the reason of a rejection and the delay', async () => {
	const refusal = { code: 'rate_limited', message: 'Too many.', retryAfterMs: 900 };
	expect(await publishOverHttp(message, answering(429, refusal))).toMatchObject({
		outcome: 'refused',
		problem: refusal
	});
});

it.each([
	['no answer at all', () => Promise.reject(new TypeError('network'))],
	[
		'an HTML page from a proxy',
		() => Promise.resolve(new Response('<h1>Bad Gateway</h1>', { status: 502 }))
	]
])('reports an unknown outcome after %s', async (_, fetch) => {
	expect(await publishOverHttp(message, fetch)).toEqual({ outcome: 'unknown' });
});

it('does not trust a malformed answer', async () => {
	const published = await publishOverHttp(message, answering(201, { id: 7 }));
	expect(published).toMatchObject({ outcome: 'refused', problem: { code: 'internal' } });
});
