import { once } from 'node:events';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { parseTutorialEvent } from '../../src/lib/protocol/tutorial.ts';
import { until } from '../contract/lib/wait.ts';
import { hostNames, startHost, type Host } from '../lib/host.ts';

const otherSite = 'https://evil.example';
const room = 'hosts-abcdefghij0123456789';

describe.each(hostNames)('%s', (name) => {
	let host: Host;
	beforeAll(async () => void (host = await startHost(name)), 120_000);
	afterAll(() => host.stop());

	test('V1: the feed is delivered live, also to a client that accepts compression', async () => {
		const abort = new AbortController();
		const response = await fetch(`${host.url}/api/events`, {
			headers: { 'accept-encoding': 'gzip, br' },
			signal: abort.signal
		});
		expect(response.headers.get('content-type')).toBe('text/event-stream');
		expect(response.headers.get('content-encoding')).toBeNull();
		const events = await firstEvents(response, 3);
		abort.abort();
		expect(events.map(({ data }) => parseTutorialEvent(data)?.type)).toEqual([
			'connected',
			'update',
			'update'
		]);
	});

	test('S11: the feed forbids buffering, storing and transforming', async () => {
		const response = await fetch(`${host.url}/api/events`);
		await response.body?.cancel();
		expect(response.headers.get('x-accel-buffering')).toBe('no');
		expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
	});

	test('HEAD of the feed ends at once', async () => {
		const signal = AbortSignal.timeout(5_000);
		const response = await fetch(`${host.url}/api/events`, { method: 'HEAD', signal });
		expect(response.status).toBe(200);
		await response.text();
	});

	test('V1: WebSocket works on the port of the pages', async () => {
		const ws = new WebSocket(`${host.url.replace('http', 'ws')}/ws?room=${room}`);
		const [data] = (await once(ws, 'message')) as [Buffer];
		ws.close();
		expect(JSON.parse(data.toString())).toMatchObject({ type: 'welcome', room });
	});

	test('P6: a message published by SvelteKit’s endpoint reaches a WebSocket: both use one server', async () => {
		const ws = new WebSocket(`${host.url.replace('http', 'ws')}/ws?room=${room}`);
		const texts: string[] = [];
		ws.on('message', (data: Buffer) => texts.push(data.toString()));
		await until(() => texts[0]?.includes('"welcome"'), 'the welcome');
		await fetch(`${host.url}/api/rooms/${room}/messages`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"text":"by SvelteKit"}'
		});
		await until(() => texts.some((text) => text.includes('"by SvelteKit"')), 'the message');
		ws.close();
	});

	test.each(['polling', 'websocket'])(
		'V1: Socket.IO over %s works on the same port',
		async (transport) => {
			const socket = io(host.url, { transports: [transport], reconnection: false, forceNew: true });
			const answer = (await socket.timeout(10_000).emitWithAck('join-room', { room })) as unknown;
			socket.close();
			expect(answer).toMatchObject({ ok: true, room });
		}
	);

	test('V1: the HTTP endpoints work [command-dev, error-404]', async () => {
		const post = async (path: string, body: object) => {
			const headers = { 'content-type': 'application/json' };
			return fetch(`${host.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
		};
		expect((await post('/api/session', { name: 'hanako' })).status).toBe(200);
		expect((await post(`/api/rooms/${room}/messages`, { text: 'hello' })).status).toBe(201);
		const unknown = await fetch(`${host.url}/api/nothing`);
		expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: 'not_found' }]);
	});

	test('a resource answers an unsupported method with 405 and the allowed methods [error-body, error-405]', async () => {
		for (const [path, allowed] of [
			[`/api/rooms/${room}/messages`, 'POST'],
			[`/api/rooms/${room}/events`, 'GET, HEAD'],
			['/api/session', 'POST, DELETE'],
			['/api/tickets', 'POST'],
			['/api/events', 'GET, HEAD'],
			['/api/events/drop', 'POST'],
			['/api/examples/progress', 'POST'],
			['/api/examples/progress/events', 'GET, HEAD'],
			['/readyz', 'GET, HEAD']
		] as const) {
			const response = await fetch(`${host.url}${path}`, { method: 'PUT' });
			expect([path, response.status, response.headers.get('allow')]).toEqual([path, 405, allowed]);
			expect(await response.json()).toMatchObject({ code: 'method_not_allowed' });
		}
	});

	test('malformed percent-encoding is rejected like any invalid name, in JSON [error-400]', async () => {
		for (const [method, path, code] of [
			['POST', '/api/rooms/%zz/messages', 'bad_room'],
			['GET', '/api/rooms/%zz/events', 'bad_room'],
			['GET', '/api/rooms/%ff/poll', 'bad_room'],
			['GET', '/api/%zz', 'bad_request']
		] as const) {
			const response = await fetch(`${host.url}${path}`, { method });
			expect([path, response.status]).toEqual([path, 400]);
			expect(await response.json()).toMatchObject({ code, message: expect.any(String) as string });
		}
	});

	test.each<Record<string, string>>([
		{ origin: otherSite },
		// The headers of a no-cors request, as from an <img> on a page of another site.
		{ 'sec-fetch-site': 'cross-site' }
	])(
		'V5: a page of another site gets 403 before a stream is opened: %j [origin, cross-site]',
		async (headers) => {
			for (const path of [
				'/api/events',
				'/api/session',
				'/api/examples/dashboard/events',
				`/api/rooms/${room}/events`,
				`/api/rooms/${room}/poll`,
				'/socket.io/?EIO=4&transport=polling'
			]) {
				const response = await fetch(`${host.url}${path}`, { headers });
				expect([path, response.status, await response.json()]).toMatchObject([
					path,
					403,
					{ code: 'forbidden_origin' }
				]);
			}
			for (const path of [`/ws?room=${room}`, '/socket.io/?EIO=4&transport=websocket']) {
				const ws = new WebSocket(`${host.url.replace('http', 'ws')}${path}`, { headers });
				const [error] = (await once(ws, 'error')) as [Error];
				expect(error.message, path).toContain('403');
			}
		}
	);

	test('V5: a sandboxed page with the origin null gets 403', async () => {
		const sandboxed = await fetch(`${host.url}/api/events`, { headers: { origin: 'null' } });
		expect(sandboxed.status).toBe(403);
	});

	test('a link on another site works, also to a missing page', async () => {
		const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
		for (const [path, status] of [
			['/', 200],
			['/nothing/', 404]
		] as const) {
			const response = await fetch(`${host.url}${path}`, { headers });
			await response.text();
			expect([path, response.status]).toEqual([path, status]);
		}
	});

	test('A10: a page of another site cannot use a reader’s cookie', async () => {
		const headers = { 'content-type': 'application/json' };
		const session = await fetch(`${host.url}/api/session`, {
			method: 'POST',
			headers,
			body: '{"name":"hanako"}'
		});
		const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
		const ask = async (origin: string) => {
			const answer = await fetch(`${host.url}/api/tickets`, {
				method: 'POST',
				headers: { cookie, origin }
			});
			await answer.text();
			return answer.status;
		};
		expect([await ask(host.url), await ask(otherSite)]).toEqual([200, 403]);
		const ws = new WebSocket(`${host.url.replace('http', 'ws')}/ws?room=${room}`, {
			origin: otherSite,
			headers: { cookie }
		});
		const [error] = (await once(ws, 'error')) as [Error];
		expect(error.message).toContain('403');
	});

	test('the site’s own page is accepted', async () => {
		const response = await fetch(`${host.url}/api/events`, { headers: { origin: host.url } });
		await response.body?.cancel();
		expect(response.status).toBe(200);
		const ws = new WebSocket(`${host.url.replace('http', 'ws')}/ws?room=${room}`, {
			origin: host.url
		});
		await once(ws, 'message');
		ws.close();
	});

	test('every response has the security headers: page, file, endpoint, error', async () => {
		for (const path of ['/', '/favicon.svg', '/api/session', '/api/events', '/nothing', '/%zz']) {
			const response = await fetch(`${host.url}${path}`);
			await response.body?.cancel();
			expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
			expect(response.headers.get('content-security-policy'), path).toContain(
				"frame-ancestors 'none'"
			);
		}
	});

	test('S1: a hundred readers disconnect at random times, and the process keeps running', async () => {
		await Promise.all(
			Array.from({ length: 100 }, async (_, reader) => {
				const abort = new AbortController();
				const opened = fetch(`${host.url}/api/events`, { signal: abort.signal });
				// Before the response, during it, or in the middle of the stream.
				setTimeout(() => abort.abort(), reader % 4 === 0 ? 0 : Math.random() * 2_500);
				const response = await opened.catch(() => null);
				const body = response?.body;
				if (body && reader % 4 === 1) return body.cancel();
				return body && readToEnd(body).catch(() => undefined);
			})
		);
		expect(host.isAlive(), host.output()).toBe(true);
		const response = await fetch(`${host.url}/api/events`);
		expect(await firstEvents(response, 2)).toHaveLength(2);
	});

	test('S2: the feed continues for others while connections are destroyed', async () => {
		const remaining = firstEvents(await fetch(`${host.url}/api/events`), 3);
		for (let reader = 0; reader < 20; reader++) {
			const abort = new AbortController();
			await fetch(`${host.url}/api/events`, { signal: abort.signal });
			abort.abort();
		}
		const numbers = (await remaining).map(({ id }) => Number(id?.split('.')[1]));
		expect(numbers).toEqual([0, 1, 2].map((n) => (numbers[0] ?? NaN) + n));
		expect(host.isAlive()).toBe(true);
	});

	test('S5: a reconnecting client sends the last id and gets the events after it', async () => {
		const [, seen, ...rest] = await firstEvents(await fetch(`${host.url}/api/events`), 4);
		const headers = { 'last-event-id': seen?.id ?? '' };
		const again = await firstEvents(await fetch(`${host.url}/api/events`, { headers }), 3);
		expect(again[0]?.id).toBe(seen?.id);
		expect(again.slice(1)).toEqual(rest);
	});
});

/** The first events of a stream with their ids, as an independent parser reads them. */
async function firstEvents(response: Response, count: number): Promise<EventSourceMessage[]> {
	const events: EventSourceMessage[] = [];
	const parser = createParser({ onEvent: (event) => events.push(event) });
	const text = response.body?.pipeThrough(new TextDecoderStream());
	if (!text) throw new Error('no stream');
	for await (const chunk of text) {
		parser.feed(chunk);
		if (events.length >= count) break;
	}
	return events.slice(0, count);
}

async function readToEnd(body: ReadableStream): Promise<void> {
	const reader = body.getReader();
	while (!(await reader.read()).done);
}
