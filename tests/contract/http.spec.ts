import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { publish, request, signIn } from './lib/http.ts';
import { startServer } from './lib/server.ts';

const server = fileServer();
const strict = fileServer({
	OPEN_ROOMS: '0',
	REQUIRE_AUTH: '1',
	ORIGIN: 'https://site.example'
});

const path = (room = `r-${randomId(8)}`) => `/api/rooms/${room}/messages`;

describe('publishing', () => {
	it('answers 201 with id and seq, and forbids caching [publish-http]', async () => {
		const room = randomId(8);
		const first = await publish(server, room, 'a');
		expect(first.status).toBe(201);
		expect(first.body).toEqual({ id: expect.stringMatching(/^\w+\.1$/), seq: 1 });
		expect(first.headers.get('cache-control')).toBe('no-store');
		expect((await publish(server, room, 'b')).body).toMatchObject({ seq: 2 });
	});

	it.each([
		['{', 'bad_message', undefined],
		['null', 'bad_message', undefined],
		['[]', 'bad_message', 'text'],
		['{}', 'bad_message', 'text'],
		['{"text":""}', 'bad_message', 'text'],
		['{"text":["x"]}', 'bad_message', 'text'],
		['{"text":"x","clientId":"!"}', 'bad_message', 'clientId'],
		['{"__proto__":{"text":"x"}}', 'bad_message', 'text']
	])('answers %s with 400 and the reason [error-body, error-400]', async (body, code, field) => {
		const answer = await request(server, 'POST', path(), body);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({
			code,
			message: expect.any(String),
			...(field !== undefined && { field })
		});
	});

	it.each([64 * 1024 + 1, 300_000])(
		'answers a body of %d bytes with 413 [error-413]',
		async (size) => {
			const body = JSON.stringify({ text: 'x', filler: '' });
			const filler = 'x'.repeat(size - body.length);
			const answer = await request(server, 'POST', path(), { text: 'x', filler });
			expect([answer.status, answer.body?.['code']]).toEqual([413, 'too_large']);
		}
	);

	it('answers any other content type with 415 [publish-http, error-415]', async () => {
		for (const type of ['text/plain', 'application/jsonp', 'multipart/form-data; boundary=x']) {
			const answer = await request(server, 'POST', path(), '{"text":"x"}', {
				'content-type': type
			});
			expect([answer.status, answer.body?.['code']]).toEqual([415, 'unsupported_media_type']);
		}
		const charset = { 'content-type': 'Application/JSON; charset=utf-8' };
		const answer = await request(server, 'POST', path(), '{"text":"x"}', charset);
		expect(answer.status).toBe(201);
	});

	it('answers an invalid room with 400, a guessable one with 403 [settings-open-rooms, error-401]', async () => {
		for (const room of ['A', 'a%2Fb', 'a%20b', 'x'.repeat(65), '%00']) {
			const answer = await publish(server, room, 'x');
			expect([answer.status, answer.body?.['code']]).toEqual([400, 'bad_room']);
		}
		const { cookie } = await signIn(strict, 'Ada');
		const closed = await request(strict, 'POST', path('general'), { text: 'x' }, { cookie });
		expect([closed.status, closed.body?.['code']]).toEqual([403, 'room_closed']);
		const open = await request(strict, 'POST', path(randomId(20)), { text: 'x' }, { cookie });
		expect(open.status).toBe(201);
	});

	it('answers another text under the same clientId with 409 [client-id, error-401]', async () => {
		const room = randomId(8);
		await publish(server, room, 'a', { clientId: 'same' });
		const answer = await publish(server, room, 'b', { clientId: 'same' });
		expect([answer.status, answer.body?.['code']]).toEqual([409, 'client_id_conflict']);
	});

	it('V5: rejects the origin of another site and null, and accepts its own [origin]', async () => {
		for (const origin of ['https://evil.example', 'null']) {
			const answer = await request(server, 'POST', path(), { text: 'x' }, { origin });
			expect([answer.status, answer.body?.['code']]).toEqual([403, 'forbidden_origin']);
		}
		const own = await request(server, 'POST', path(), { text: 'x' }, { origin: server.origin });
		expect(own.status).toBe(201);
	});

	it('answers guests with 401 if a session is required [settings-require-auth, error-401]', async () => {
		const answer = await publish(strict, randomId(20), 'x');
		expect([answer.status, answer.body?.['code']]).toEqual([401, 'unauthorised']);
	});

	it('gives a guest the same name for all requests from one address', async () => {
		const room = randomId(8);
		await publish(server, room, 'a');
		await publish(server, room, 'b');

		const client = new WebSocketTestClient(server, `?room=${room}&after=x.0`);
		await client.next('message', 2);
		const [a, b] = client.of('message');
		expect(a?.user).toMatch(/^guest-[a-z0-9]{4}$/);
		expect(b?.user).toBe(a?.user);
		client.close();
	});
});

describe('sessions', () => {
	it('start with a name, and their token is in a cookie that scripts cannot read [settings-session-ttl, session-cookie]', async () => {
		const { headers, body, status } = await request(server, 'POST', '/api/session', {
			name: '  Ｔａｒｏ '
		});
		expect(status).toBe(200);
		expect(body).toEqual({ user: 'Taro', expiresAt: expect.closeTo(Date.now() + 43_200_000, -4) });
		const cookie = headers.get('set-cookie') ?? '';
		expect(cookie).toMatch(
			/^wirelab_session=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/
		);
		const { headers: secure } = await request(strict, 'POST', '/api/session', { name: 'Taro' });
		expect(secure.get('set-cookie')).toMatch(/; Secure/);
	});

	it.each([
		[{ name: '' }],
		[{ name: 'guest-1234' }],
		[{ name: 'a\u202Eb' }],
		[{ name: 'x'.repeat(33) }],
		[{ name: 5 }],
		[{}]
	])('reject %j with 400 and the field [session-name]', async (body) => {
		const answer = await request(server, 'POST', '/api/session', body);
		expect([answer.status, answer.body?.['code'], answer.body?.['field']]).toEqual([
			400,
			'bad_request',
			'name'
		]);
	});

	it('last as long as the client asks, but never longer than SESSION_TTL [session-shorter]', async () => {
		for (const [expiresIn, seconds] of [
			[5, 5],
			[1e9, 43_200]
		] as const) {
			const { body, headers } = await request(server, 'POST', '/api/session', {
				name: 'Taro',
				expiresIn
			});
			expect(body).toEqual({
				user: 'Taro',
				expiresAt: expect.closeTo(Date.now() + seconds * 1000, -4)
			});
			expect(headers.get('set-cookie')).toContain(`; Max-Age=${seconds};`);
		}
	});

	it.each([[0], [-5], [1.5], ['60'], [null]])(
		'reject a lifetime of %j with 400 and the field [session-shorter]',
		async (expiresIn) => {
			const answer = await request(server, 'POST', '/api/session', { name: 'Taro', expiresIn });
			expect([answer.status, answer.body?.['code'], answer.body?.['field']]).toEqual([
				400,
				'bad_request',
				'expiresIn'
			]);
		}
	);

	it('end permanently: neither the token nor the cookie is valid afterwards [session-end]', async () => {
		const { cookie, token } = await signIn(server, 'Ada');
		const ended = await request(server, 'DELETE', '/api/session', undefined, { cookie });
		expect(ended.status).toBe(204);
		expect(ended.headers.get('set-cookie')).toMatch(/^wirelab_session=; Max-Age=0/);
		const bearer = { authorization: `Bearer ${token}` };
		expect((await request(server, 'POST', '/api/tickets', undefined, bearer)).status).toBe(401);
		const byCookie = await request(server, 'POST', path(), { text: 'x' }, { cookie });
		expect(byCookie.status).toBe(201); // as a guest
		expect(byCookie.headers.get('set-cookie')).toMatch(/^wirelab_session=; Max-Age=0/);
	});

	it('can be ended at most 600 times at once from one address, because the server remembers ended sessions', async () => {
		const own = await startServer();
		const end = async () => {
			const { cookie } = await signIn(own, 'Ada');
			return request(own, 'DELETE', '/api/session', undefined, { cookie });
		};
		const ended = await Promise.all(Array.from({ length: 600 }, end));
		expect(new Set(ended.map(({ status }) => status))).toEqual(new Set([204]));
		const { status, headers, body } = await end();
		expect([status, body?.['code']]).toEqual([429, 'rate_limited']);
		expect(Number(headers.get('retry-after'))).toBeGreaterThan(1);
		await own.close();
	});

	it('cannot be started, ended or used with an invalid bearer, which always gets 401 [bad-credentials]', async () => {
		for (const authorization of ['Bearer', 'Bearer x', 'Bearer\tx']) {
			for (const [method, where, body] of [
				['POST', '/api/session', { name: 'Eve' }],
				['DELETE', '/api/session', undefined],
				['POST', '/api/tickets', undefined],
				['POST', path(), { text: 'x' }]
			] as const) {
				const answer = await request(server, method, where, body, { authorization });
				expect([answer.status, answer.body?.['code']], where).toEqual([401, 'unauthorised']);
				expect(answer.headers.get('set-cookie')).toBeNull();
			}
		}
	});

	it('clear an invalid cookie even in a response that rejects the request [bad-credentials]', async () => {
		const cookie = 'wirelab_session=stale';
		for (const [at, method, where, body, status] of [
			[server, 'POST', '/api/tickets', undefined, 401],
			[server, 'POST', '/api/session', {}, 400],
			[server, 'POST', path(), {}, 400],
			[server, 'POST', path('A'), { text: 'x' }, 400],
			[server, 'GET', '/api/rooms/A/events', undefined, 400],
			[server, 'GET', '/api/rooms/a/poll?after=x', undefined, 400],
			[strict, 'POST', path(randomId(20)), { text: 'x' }, 401],
			[strict, 'POST', '/api/tickets', undefined, 401],
			[strict, 'GET', `/api/rooms/${randomId(20)}/events`, undefined, 401],
			[strict, 'GET', `/api/rooms/${randomId(20)}/poll`, undefined, 401]
		] as const) {
			const answer = await request(at, method, where, body, { cookie });
			expect(answer.status, where).toBe(status);
			expect(answer.headers.get('set-cookie'), where).toMatch(/^wirelab_session=; Max-Age=0/);
		}
	});

	it('use a Secure cookie if the proxy says that the site is served over https [session-cookie]', async () => {
		const behind = await startServer({ PROTOCOL_HEADER: 'x-forwarded-proto' });
		for (const [protocol, isSecure] of [
			['https', true],
			['http', false]
		] as const) {
			const { headers } = await request(
				behind,
				'POST',
				'/api/session',
				{ name: 'Taro' },
				{ 'x-forwarded-proto': protocol }
			);
			expect(/; Secure/.test(headers.get('set-cookie') ?? '')).toBe(isSecure);
		}
		await behind.close();
	});

	it('are required for a ticket [ticket]', async () => {
		expect((await request(server, 'POST', '/api/tickets')).status).toBe(401);
		const { token } = await signIn(server, 'Ada');
		const bearer = { authorization: `Bearer ${token}` };
		const { status, body } = await request(server, 'POST', '/api/tickets', undefined, bearer);
		expect([status, body?.['expiresIn']]).toEqual([200, 30]);
	});
});
