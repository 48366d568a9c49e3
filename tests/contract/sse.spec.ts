import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { fill } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { flood, publish, request, signIn } from './lib/http.ts';
import { readMetric } from './lib/metrics.ts';
import { RawClient } from './lib/raw.ts';
import { SseTestClient } from './lib/sse-client.ts';
import { until } from './lib/wait.ts';

const server = fileServer();
const membersOnly = fileServer({ REQUIRE_AUTH: '1' });

const open = (room = `r-${randomId(8)}`, headers: Record<string, string> = {}) =>
	new SseTestClient(server, { room, headers });

describe('the event stream of a room', () => {
	it('S9: has no hop-by-hop header besides those that Node adds', async () => {
		const reader = await RawClient.connect(server);
		// Node adds only `Connection: close` to the response to an HTTP/1.0 request, unless there is such a header already.
		reader.socket.write(`GET /api/rooms/r-${randomId(8)}/events HTTP/1.0\r\n\r\n`);
		await until(() => reader.text.includes('\r\n\r\n'), 'the head');
		const [head] = reader.text.split('\r\n\r\n');
		expect(head).toMatch(/^connection: close$/im);
		expect(head).not.toMatch(
			/^(keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade):/im
		);
		reader.socket.destroy();
	});

	it('S10 S11: forbids caching, transformation and buffering', async () => {
		const client = open();
		await client.ready();
		const headers = client.response?.headers;
		expect(headers?.get('content-type')).toBe('text/event-stream');
		expect(headers?.get('cache-control')).toBe('no-store, no-transform');
		expect(headers?.get('x-accel-buffering')).toBe('no');
		client.close();
	});

	it('S5: sends an id with every message, and the cursor as the id of the welcome [sse-id, welcome-id]', async () => {
		const client = open();
		const { cursor, room } = await client.next('welcome');
		for (const text of ['a', 'b']) await publish(server, room, text);
		await client.next('message', 2);
		// Presence has no position in the stream: an id there would change the reader's cursor.
		const placed = client.ids.filter((_, n) => client.events[n]?.type !== 'presence');
		expect(placed).toEqual([cursor, ...client.of('message').map(({ id }) => id)]);
		client.close();
	});

	it('S5: resumes after Last-Event-ID, which has precedence over the URL [sse-resume]', async () => {
		const room = `resume-${randomId(8)}`;
		const epoch = await fill(server, room, 5);
		const headers = { 'last-event-id': `${epoch}.3` };
		const client = new SseTestClient(server, { room, after: `${epoch}.1`, headers });
		expect(await client.texts(2)).toEqual(['m4', 'm5']);
		client.close();
	});

	it('gives the welcome the id after which the replay starts [welcome-id]', async () => {
		const room = `place-${randomId(8)}`;
		const epoch = await fill(server, room, 5);
		const client = new SseTestClient(server, { room, after: `${epoch}.2` });
		expect(await client.texts(3)).toEqual(['m3', 'm4', 'm5']);
		const placed = client.ids.filter((_, n) => client.events[n]?.type !== 'presence');
		expect(placed).toEqual([2, 3, 4, 5].map((seq) => `${epoch}.${seq}`));
		client.close();
	});

	it('S7: gives readers different retry times, none below a second [sse-retry]', async () => {
		const clients = Array.from({ length: 5 }, () => open());
		await Promise.all(clients.map((client) => client.ready()));
		const retries = clients.map((client) => client.retries[0] ?? NaN);
		expect(new Set(retries).size).toBeGreaterThan(1);
		for (const ms of retries) expect(ms).toBeGreaterThanOrEqual(1000);
		for (const client of clients) client.close();
	});

	it('S15: cannot be forged by line breaks in a text', async () => {
		const client = open();
		const { room } = await client.next('welcome');
		const text = 'x\n\nevent: closing\rdata: {"code":1012}\r\n\r\nid: 0\u0000';
		await publish(server, room, text);
		expect(await client.texts(1)).toEqual([text]);
		expect(client.of('closing')).toEqual([]);
		client.close();
	});

	it('S8: a reconnection after the end of the session gets a final status, so that the browser stops reconnecting [sse-final]', async () => {
		const { cookie, token } = await signIn(membersOnly, 'Ada');
		const room = `final-${randomId(20)}`;
		const headers = { authorization: `Bearer ${token}` };
		const client = new SseTestClient(membersOnly, { room, headers });
		await client.ready();
		await request(membersOnly, 'DELETE', '/api/session', undefined, { cookie });
		expect(await client.ended()).toEqual({ code: 4401, reason: 'unauthorised' });
		const again = await request(
			membersOnly,
			'GET',
			`/api/rooms/${room}/events`,
			undefined,
			headers
		);
		expect([again.status, again.body?.['code']]).toEqual([401, 'unauthorised']);
	});

	it.each([
		['/api/rooms/UPPER/events', {}, 400, 'bad_room'],
		['/api/rooms/%/events', {}, 400, 'bad_room'],
		['/api/rooms//poll', {}, 400, 'bad_room'],
		['/api/rooms/r/events?after=nonsense', {}, 400, 'bad_cursor'],
		['/api/rooms/r/poll?after=a.1.2', {}, 400, 'bad_cursor'],
		['/api/rooms/r/events', { 'last-event-id': 'x' }, 400, 'bad_cursor'],
		['/api/rooms/r/events', { authorization: 'Bearer x' }, 401, 'unauthorised'],
		['/api/rooms/r/poll', { authorization: 'Bearer x' }, 401, 'unauthorised'],
		['/api/rooms/r/events', { origin: 'https://evil.example' }, 403, 'forbidden_origin'],
		['/api/rooms/r/poll', { origin: 'null' }, 403, 'forbidden_origin'],
		['/api/rooms/r/nothing', {}, 404, 'not_found']
	] as const)(
		'answers %s %j with %d %s [after-bad, origin, error-body, sse-final]',
		async (path, headers, status, code) => {
			const answer = await request(server, 'GET', path, undefined, headers);
			expect([answer.status, answer.body?.['code']]).toEqual([status, code]);
			expect(answer.headers.get('cache-control')).toBe('no-store');
		}
	);

	it('allows only GET and HEAD [error-405]', async () => {
		for (const resource of ['events', 'poll']) {
			const path = `/api/rooms/r/${resource}`;
			const posted = await request(server, 'POST', path, {});
			expect([posted.status, posted.body?.['code']]).toEqual([405, 'method_not_allowed']);
			expect(posted.headers.get('allow')).toBe('GET, HEAD');
			expect((await request(server, 'HEAD', path)).status).toBe(200);
		}
	});

	it('clears an invalid cookie [bad-credentials]', async () => {
		const client = open(undefined, { cookie: 'wirelab_session=stale' });
		await client.ready();
		expect(client.response?.headers.get('set-cookie')).toMatch(/^wirelab_session=; Max-Age=0/);
		client.close();
	});

	it('sends no chunks over HTTP/1.0, which a proxy may use', async () => {
		const room = `old-${randomId(8)}`;
		const reader = await RawClient.connect(server);
		reader.socket.write(`GET /api/rooms/${room}/events HTTP/1.0\r\n\r\n`);
		await until(() => reader.text.includes('event: welcome'), 'the welcome');
		await publish(server, room, 'hi');
		await until(() => reader.text.includes('"text":"hi"'), 'the message');
		const [head = '', body = ''] = reader.text.split(/\r\n\r\n(.*)/s);
		expect(head).not.toMatch(/transfer-encoding/i);
		expect(body).toMatch(/^retry: \d+\nevent: welcome\n/);
		expect(body).not.toContain('\r');
		reader.socket.destroy();
	});

	it('follows the previous response if requests are pipelined', async () => {
		const room = `pipe-${randomId(8)}`;
		const end = 'HTTP/1.1\r\nHost: localhost\r\n\r\n';
		const reader = await RawClient.connect(server);
		reader.socket.write(
			`GET /api/rooms/${room}/poll?after=none.0 ${end}GET /api/rooms/${room}/events ${end}`
		);
		await until(() => reader.text.includes('event: welcome'), 'the stream behind the poll');
		await publish(server, room, 'two');
		await until(() => reader.text.includes('"text":"two"'), 'the message');
		expect(reader.text).toMatch(/^HTTP.*"reason":"reset".*HTTP.*event: welcome.*"two"/s);
		reader.socket.destroy();
	});

	it('S4: closes a stalled reader with 4408, and the reader can resume [close-4408]', async () => {
		const room = `slow-${randomId(8)}`;
		const series = 'wirelab_connections_closed_total{transport="sse",code="4408"}';
		const before = await readMetric(server, series);
		const stalled = await RawClient.connect(server);
		stalled.socket.write(`GET /api/rooms/${room}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`);
		await until(() => stalled.text.includes('event: welcome'), 'the welcome');
		stalled.socket.pause();
		const witness = open(room);
		await witness.ready();
		// More than the largest buffers of the kernel (tcp_rmem and tcp_wmem: 36 MiB), so that the server has to queue.
		const count = await flood(server, room, 48 * 1024 * 1024);
		await witness.next('message', count);

		stalled.socket.resume();
		await stalled.ended();
		const isCounted = async () => (await readMetric(server, series)) === before + 1;
		await until(isCounted, 'the stalled reader to be counted as closed with 4408');
		const last = [...stalled.text.matchAll(/^id: (.+)\n.*\n\n/gm)].at(-1)?.[1] ?? '';
		const seq = Number(last.split('.')[1]);
		expect(seq).toBeLessThan(count);
		const resumed = new SseTestClient(server, { room, after: last });
		// If the kernel's buffers are small, the reader has missed more messages than the history has, and gets a gap.
		await until(() => resumed.of('message').at(-1)?.seq === count, 'the newest message');
		const [gap] = resumed.of('gap');
		if (gap !== undefined) expect([gap.reason, gap.from]).toEqual(['expired', seq + 1]);
		const from = gap?.to ?? seq;
		expect(resumed.of('message').map((message) => message.seq)).toEqual(
			Array.from({ length: count - from }, (_, n) => from + n + 1)
		);
		expect(witness.closed).toBeNull();
		resumed.close();
		witness.close();
	}, 180_000);
});

describe('a poll', () => {
	it('returns at most 100 messages at once, and the rest with the next [poll-answer, poll-wait]', async () => {
		const room = `many-${randomId(8)}`;
		const epoch = await fill(server, room, 130);
		const path = `/api/rooms/${room}/poll`;
		const first = await request(server, 'GET', `${path}?after=${epoch}.0`);
		expect(first.body).toMatchObject({ cursor: `${epoch}.100` });
		expect(first.body?.['messages']).toHaveLength(100);
		expect(first.body).not.toHaveProperty('gap');
		const second = await request(server, 'GET', `${path}?after=${epoch}.100`);
		expect(second.body).toMatchObject({ cursor: `${epoch}.130` });
		expect(second.body?.['messages']).toHaveLength(30);
	});

	it('returns at most 1 MiB at once, and the rest with the next [poll-answer]', async () => {
		const room = `large-${randomId(8)}`;
		const text = '\u0001'.repeat(2000); // six bytes each, in JSON
		for (let n = 1; n <= 100; n++) await publish(server, room, text);
		const seen: number[] = [];
		for (let cursor = 'none.0'; seen.length < 100;) {
			const { body } = await request(server, 'GET', `/api/rooms/${room}/poll?after=${cursor}`);
			expect(JSON.stringify(body).length).toBeLessThan(1024 * 1024);
			seen.push(...(body?.['messages'] as { seq: number }[]).map(({ seq }) => seq));
			cursor = String(body?.['cursor']);
		}
		expect(seen).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
	});

	it('without a cursor waits for the next message [poll-next]', async () => {
		const room = `next-${randomId(8)}`;
		await publish(server, room, 'before');
		const answered: (Record<string, unknown> | null)[] = [];
		const poll = request(server, 'GET', `/api/rooms/${room}/poll`);
		void poll.then(({ body }) => answered.push(body));
		for (let n = 1; answered.length === 0; n++) await publish(server, room, `after ${n}`);
		const { body } = await poll;
		const [message] = body?.['messages'] as { text: string }[];
		expect(message?.text).toMatch(/^after/);
	});
});
