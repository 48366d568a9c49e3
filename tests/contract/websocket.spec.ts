import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { flood, publish, request, signIn } from './lib/http.ts';
import { RawClient } from './lib/raw.ts';
import { startServer, type TestServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

let server: TestServer;
let closedRooms: TestServer;
let membersOnly: TestServer;
beforeAll(async () => {
	[server, closedRooms, membersOnly] = await Promise.all([
		startServer(),
		startServer({ OPEN_ROOMS: '0', SESSION_TTL: '3' }),
		startServer({ REQUIRE_AUTH: '1' })
	]);
});
afterAll(() => Promise.all([server, closedRooms, membersOnly].map((s) => s.close())));

const open = (query = `?room=r-${randomId(8)}`, headers = {}, protocols?: string[]) =>
	new WebSocketTestClient(server, query, headers, protocols);

/** The process must still serve others after invalid input. */
async function expectAlive() {
	const client = open();
	await client.next('welcome');
	expect(await client.publish('still here')).toMatchObject({ type: 'ack' });
	client.close();
}

describe('the handshake', () => {
	it.each(['https://evil.example', 'http://localhost:1', 'https://localhost', 'null', ''])(
		'V5: answers origin "%s" with 403 before any handshake [origin]',
		async (origin) => {
			const client = await RawClient.connect(server);
			expect(await client.upgrade('/ws?room=x', { Origin: origin })).toBe(403);
			expect(client.received.toString()).toContain('"code":"forbidden_origin"');
			await client.ended();
		}
	);

	it('accepts its own origin and clients without one [origin]', async () => {
		const own = open(undefined, { origin: server.origin });
		const none = open();
		await Promise.all([own.next('welcome'), none.next('welcome')]);
		own.close();
		none.close();
	});

	it('accepts the configured origin and no other', async () => {
		const site = await startServer({ ORIGIN: 'https://site.example' });
		for (const [origin, status] of [
			['https://site.example', 101],
			['http://site.example', 403],
			['https://site.example.evil', 403]
		] as const) {
			const client = await RawClient.connect(site);
			expect(await client.upgrade('/ws?room=x', { Origin: origin })).toBe(status);
			client.socket.destroy();
		}
		await site.close();
	});

	it('selects the subprotocol if offered, and requires none [websocket-protocol]', async () => {
		const offered = open(undefined, {}, ['other', 'wirelab.v1']);
		await offered.next('welcome');
		expect(offered.ws.protocol).toBe('wirelab.v1');
		offered.close();
	});

	it.each(['/ws?room=r', '/socket.io/?EIO=4&transport=websocket'])(
		'does not negotiate compression at %s, though every browser offers it',
		async (path) => {
			const client = await RawClient.connect(server);
			const offer = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' };
			expect(await client.upgrade(path, offer)).toBe(101);
			expect(client.received.toString()).not.toMatch(/sec-websocket-extensions/i);
			client.socket.destroy();
		}
	);

	it.each([
		['', 'bad_room'],
		['?room=', 'bad_room'],
		['?room=A', 'bad_room'],
		[`?room=${'x'.repeat(65)}`, 'bad_room'],
		['?room=ok&after=nonsense', 'bad_cursor'],
		['?room=ok&after=a.1.2', 'bad_cursor']
	])(
		'rejects /ws%s with 4400 after the handshake, so that a browser can read the reason [after-bad, websocket-refusal, close-4400]',
		async (query, code) => {
			const client = open(query);
			expect(await client.ended()).toEqual({ code: 4400, reason: code });
			expect(client.of('error')[0]?.code).toBe(code);
			expect(client.of('closing')).toEqual([{ type: 'closing', code: 4400, reason: code }]);
			expect(client.of('welcome')).toEqual([]);
		}
	);

	it('rejects guessable rooms unless OPEN_ROOMS is on', async () => {
		const guessed = new WebSocketTestClient(closedRooms, '?room=general');
		expect(await guessed.ended()).toEqual({ code: 4400, reason: 'room_closed' });
		const random = new WebSocketTestClient(closedRooms, `?room=general-${randomId(20)}`);
		await random.next('welcome');
		random.close();
	});
});

describe('messages', () => {
	it('V12: closes a stalled reader with 4408 and bounds its queue [close-4408]', async () => {
		const room = `slow-${randomId(8)}`;
		const stalled = await RawClient.connect(server);
		expect(await stalled.upgrade(`/ws?room=${room}`)).toBe(101);
		await until(() => stalled.text.includes('"welcome"'), 'the welcome');
		stalled.socket.pause();
		const witness = open(`?room=${room}`);
		await witness.next('welcome');
		// More than the largest buffers of the kernel (tcp_rmem and tcp_wmem: 36 MiB), so that the server has to queue.
		const count = await flood(server, room, 48 * 1024 * 1024);
		await until(() => witness.of('message').at(-1)?.seq === count, 'the newest message');
		stalled.socket.resume();
		await stalled.ended();
		const seqs = [...stalled.text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
		expect(seqs).toEqual(Array.from(seqs, (_, n) => n + 1));
		expect(seqs.length).toBeLessThan(count);
		expect(witness.closed).toBeNull();
		witness.close();
	}, 60_000);

	it('answers ping with pong [websocket-events]', async () => {
		const client = open();
		await client.next('welcome');
		client.send({ type: 'ping' });
		await client.next('pong');
		client.close();
	});

	it.each(['', '{', 'null', '[]', '{"type":"join"}', '{"type":"message"}', '"x"'])(
		'V7: answers %j with a typed error and keeps the connection [error-stays]',
		async (text) => {
			const client = open();
			await client.next('welcome');
			client.ws.send(text);
			expect(await client.next('error')).toMatchObject({ code: 'bad_message' });
			expect(await client.publish('after it')).toMatchObject({ type: 'ack', seq: 1 });
			client.close();
		}
	);

	it('V9 W8: takes nothing from a message but its text [message-fields]', async () => {
		const client = open();
		const { user } = await client.next('welcome');
		client.send({
			type: 'message',
			text: 'hi',
			user: 'admin',
			id: 'x.1',
			seq: 99,
			timestamp: 1,
			via: 'http',
			room: 'elsewhere',
			extra: true,
			constructor: 1
		});
		const message = await client.next('message');
		expect(Object.keys(message).sort()).toEqual(
			['type', 'id', 'seq', 'room', 'user', 'text', 'timestamp', 'via'].sort()
		);
		expect(message).toMatchObject({ user, seq: 1, via: 'websocket' });
		client.close();
	});

	it('sends acks and errors with their clientId [websocket-events]', async () => {
		const client = open();
		expect(await client.publish('a', 'one')).toMatchObject({ type: 'ack', clientId: 'one' });
		expect(await client.publish('b', 'one')).toMatchObject({
			type: 'error',
			code: 'client_id_conflict',
			clientId: 'one'
		});
		client.close();
	});

	it('accepts 19 malformed messages in ten seconds and closes at the 20th with 4400 [close-4400]', async () => {
		const client = open();
		await client.next('welcome');
		for (let n = 0; n < 19; n++) client.ws.send('nonsense');
		await client.next('error', 19);
		expect(await client.publish('still open')).toMatchObject({ type: 'ack' });
		client.ws.send('nonsense');
		expect(await client.ended()).toMatchObject({ code: 4400 });
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 4400, reason: 'bad_message' }]);
	});

	it('acknowledges nothing before the welcome [order]', async () => {
		const client = open();
		client.ws.on('open', () => client.send({ type: 'message', text: 'early' }));
		await client.next('ack');
		expect(client.events[0]?.type).toBe('welcome');
		client.close();
	});
});

describe('frames', () => {
	it('V8: closes with 1009 over 64 KiB, and takes what is within [close-1009]', async () => {
		const client = open();
		await client.next('welcome');
		client.send({ type: 'ping', filler: 'x'.repeat(64 * 1024 - 40) });
		await client.next('pong');
		client.send({ type: 'ping', filler: 'x'.repeat(64 * 1024) });
		expect(await client.ended()).toMatchObject({ code: 1009 });
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 1009, reason: 'too_large' }]);
	});

	it('closes binary messages with 1003 [close-rfc]', async () => {
		const client = open();
		await client.next('welcome');
		client.ws.send(Buffer.from([1, 2, 3]));
		expect(await client.ended()).toMatchObject({ code: 1003 });
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 1003 }]);
	});

	it.each([
		['invalid UTF-8', 0x1, Buffer.from([0xc3, 0x28]), 1007],
		['a reserved opcode', 0x3, Buffer.from('x'), 1002],
		['a ping that is too long', 0x9, Buffer.alloc(126), 1002],
		['a reserved close code', 0x8, Buffer.from([0x03, 0xed]), 1002]
	])('V6: survives %s and closes with its code [close-rfc]', async (_, opcode, payload, code) => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade('/ws?room=frames')).toBe(101);
		client.frame(opcode, payload);
		const closeFrame = Buffer.from([0x88, 0x02, code >> 8, code & 0xff]);
		await until(() => client.received.includes(closeFrame), `close frame ${code}`);
		expect(client.received.toString()).toContain(`{"type":"closing","code":${code}`);
		client.socket.destroy();
		await expectAlive();
	});

	it('V6: survives sockets that break at any moment', async () => {
		const path = `/ws?room=${randomId(8)}`;
		for (let n = 0; n < 30; n++) {
			const client = await RawClient.connect(server);
			if (n % 3 === 0) void client.upgrade(path).catch(() => undefined);
			else await client.upgrade(path);
			if (n % 3 === 1) client.frame(0x1, 'incomple', 5000);
			if (n % 2 === 0) client.socket.resetAndDestroy();
			else client.socket.destroy();
		}
		await expectAlive();
	});
});

describe('identity', () => {
	it('clears an invalid cookie and accepts the client as a guest [bad-credentials]', async () => {
		const client = open(undefined, { cookie: 'wirelab_session=stale' });
		const cleared = new Promise<string[]>((resolve) =>
			client.ws.on('upgrade', ({ headers }) => resolve(headers['set-cookie'] ?? []))
		);
		expect((await client.next('welcome')).user).toMatch(/^guest-/);
		expect((await cleared)[0]).toMatch(/^wirelab_session=; Max-Age=0/);
		client.close();
	});

	it('accepts a bearer token, and rejects an invalid one with 4401 instead of treating it as a guest', async () => {
		const { token } = await signIn(server, 'Ada');
		const good = open(undefined, { authorization: `Bearer ${token}` });
		expect((await good.next('welcome')).user).toBe('Ada');
		good.close();
		const bad = open(undefined, { authorization: `Bearer ${token}x` });
		expect(await bad.ended()).toEqual({ code: 4401, reason: 'unauthorised' });
	});

	it('A5: ignores a token in the query string [no-query-token]', async () => {
		const { token } = await signIn(server, 'Ada');
		const client = open(`?room=q&token=${token}&access_token=${token}&ticket=${token}`);
		expect((await client.next('welcome')).user).toMatch(/^guest-/);
		client.close();
	});

	it('closes a connection when its token expires [close-4401]', async () => {
		const { cookie } = await signIn(closedRooms, 'Ada');
		const client = new WebSocketTestClient(closedRooms, `?room=${randomId(24)}`, { cookie });
		await client.next('welcome');
		expect(await client.ended()).toEqual({ code: 4401, reason: 'token_expired' });
		expect(client.of('closing')).toEqual([
			{ type: 'closing', code: 4401, reason: 'token_expired' }
		]);
		const again = new WebSocketTestClient(closedRooms, `?room=${randomId(24)}`, {
			authorization: `Bearer ${cookie.split('=')[1]}`
		});
		expect(await again.ended()).toEqual({ code: 4401, reason: 'token_expired' });
	});

	it('authenticates with a ticket, once, and sends a second welcome [websocket-events, ticket]', async () => {
		const { cookie } = await signIn(server, 'Ada');
		const { body } = await request(server, 'POST', '/api/tickets', undefined, { cookie });
		expect(body).toEqual({ ticket: expect.any(String), expiresIn: 30 });
		const room = `ticket-${randomId(8)}`;
		const [first, second] = [open(`?room=${room}`), open(`?room=${room}`)];
		await Promise.all([first.next('welcome'), second.next('welcome')]);
		await publish(server, room, 'before');
		await first.next('message');
		first.send({ type: 'auth', ticket: body?.['ticket'] });
		const welcome = await first.next('welcome', 2);
		expect(welcome).toMatchObject({ user: 'Ada', lastSeq: 1 });
		expect(welcome.cursor).toBe(first.of('message')[0]?.id);
		await first.publish('as Ada');
		expect(await first.next('message', 2)).toMatchObject({ user: 'Ada', text: 'as Ada' });
		second.send({ type: 'auth', ticket: body?.['ticket'] });
		expect(await second.ended()).toEqual({ code: 4401, reason: 'unauthorised' });
		first.close();
	});

	it.each(['', 'x', 'a.b', 'a b', '部', 'x'.repeat(23)])(
		'closes with 4401 for %j as a ticket instead of continuing as a guest [bad-credentials]',
		async (ticket) => {
			const client = open();
			await client.next('welcome');
			client.send({ type: 'auth', ticket });
			expect(await client.ended()).toEqual({ code: 4401, reason: 'unauthorised' });
			expect(client.of('closing')[0]).toMatchObject({ code: 4401, reason: 'unauthorised' });
		}
	);

	it('waits for a ticket if a session is required, and delivers nothing before it [settings-require-auth, late-auth]', async () => {
		const { cookie } = await signIn(membersOnly, 'Ada');
		const { body } = await request(membersOnly, 'POST', '/api/tickets', undefined, { cookie });
		const client = new WebSocketTestClient(membersOnly, '?room=members');
		await until(() => client.ws.readyState === 1, 'the handshake');
		client.send({ type: 'message', text: 'too early' });
		expect(await client.next('error')).toMatchObject({ code: 'unauthorised' });
		expect(client.of('welcome')).toEqual([]);
		client.send({ type: 'auth', ticket: body?.['ticket'] });
		expect(await client.next('welcome')).toMatchObject({ user: 'Ada', lastSeq: 0 });
		expect(await client.publish('in')).toMatchObject({ type: 'ack', seq: 1 });
		client.close();
	});
});

it('asks all clients to reconnect when it restarts [close-1012]', async () => {
	const restarting = await startServer();
	const client = new WebSocketTestClient(restarting, '?room=r');
	await client.next('welcome');
	await restarting.close();
	expect(await client.ended()).toEqual({ code: 1012, reason: 'restarting' });
	const [closing] = client.of('closing');
	expect(closing).toMatchObject({ code: 1012, reason: 'draining' });
	expect(closing?.retryAfterMs).toBeGreaterThanOrEqual(0);
	expect(closing?.retryAfterMs).toBeLessThanOrEqual(5000);
});
