import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseConfig } from '$lib/server/config.ts';
import { createRealtime, setRealtime, type Realtime } from '$lib/server/realtime/index.ts';
import { handle } from './hooks.server.ts';

vi.mock('$app/environment', () => ({ building: false, dev: false }));
vi.mock('$lib/remote/room.remote.ts', () => ({}));

let realtime: Realtime;

function start(env: Record<string, string>): void {
	realtime = createRealtime(parseConfig({ LOG_LEVEL: 'silent', ...env }));
	setRealtime(realtime);
}

beforeEach(() => start({ REQUIRE_AUTH: '1' }));
afterEach(async () => {
	setRealtime(undefined);
	await realtime.close();
});

const url = 'http://localhost/somewhere';

function eventOf(routeId: string | null, headers: Record<string, string> = {}, method = 'GET') {
	return {
		request: new Request(url, { method, headers, ...(method === 'POST' && { body: '{}' }) }),
		route: { id: routeId },
		getClientAddress: () => '192.0.2.1'
	} as unknown as RequestEvent;
}

/** The response of the hook; 200 if it left the request to the endpoint. */
async function answered(...about: Parameters<typeof eventOf>) {
	const response = await handle({ event: eventOf(...about), resolve: () => new Response('{}') });
	return { status: response.status, body: (await response.json()) as { code?: string } };
}

async function memberCookie(): Promise<string> {
	const request = new Request(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: '{"name":"葵"}'
	});
	const event = { request, getClientAddress: () => '192.0.2.1' };
	const { headers } = await realtime.http.openSession(event);
	return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const strangers: Record<string, string>[] = [
	{},
	{ cookie: 'wirelab_session=x' },
	{ authorization: 'Bearer x' }
];
const routes = [
	'/api/events',
	'/api/events/drop',
	'/api/examples/progress',
	'/api/examples/notifications/[room]/[who]/events'
];

it.each(routes)(
	'rejects a request without a session on %s where guests are not allowed',
	async (id) => {
		for (const method of ['GET', 'POST']) {
			for (const headers of strangers) {
				const { status, body } = await answered(id, headers, method);
				expect([status, body.code]).toEqual([401, 'unauthorised']);
			}
		}
		const cookie = await memberCookie();
		expect((await answered(id, { cookie })).status).toBe(200);
		const authorization = `Bearer ${cookie.split('=')[1] ?? ''}`;
		expect((await answered(id, { authorization })).status).toBe(200);
	}
);

it('requires no session for pages, files and other endpoints', async () => {
	for (const id of ['/', '/api/session', '/api/[...path]', null]) {
		expect((await answered(id)).status).toBe(200);
	}
});

const crossSite = { 'sec-fetch-site': 'cross-site' };

it('V5: allows links from another site to pages, and rejects requests from that site to endpoints', async () => {
	await realtime.close();
	start({});
	expect((await answered('/[...path]', crossSite)).status).toBe(200);
	expect((await answered(null, crossSite)).status).toBe(200);
	for (const headers of [crossSite, { origin: 'https://evil.example' }]) {
		for (const id of [...routes, '/api/session', '/api/[...path]']) {
			const { status, body } = await answered(id, headers);
			expect([id, status, body.code]).toEqual([id, 403, 'forbidden_origin']);
		}
	}
});

it.each(routes)(
	'accepts guests on %s where they are allowed, but no invalid token [bad-credentials]',
	async (id) => {
		await realtime.close();
		start({});
		expect((await answered(id)).status).toBe(200);
		const { status } = await answered(id, { authorization: 'Bearer x' });
		expect(status).toBe(401);
	}
);
