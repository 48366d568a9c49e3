import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { fill, WebSocketTestClient } from './lib/client.ts';
import { publish, request, signIn } from './lib/http.ts';
import { startServer, type TestServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
afterAll(() => server.close());

describe.each(transports)('a room over $name', ({ name, via, isStream, speaksAs, connect }) => {
	if (isStream)
		it('welcomes first: who one is, where the room stands', async () => {
			const room = `empty-${randomId(8)}`;
			const client = connect(server, { room });
			const welcome = await client.next('welcome');
			expect(client.events[0]).toBe(welcome);
			expect(welcome).toEqual({
				type: 'welcome',
				room,
				instance: expect.any(String),
				sessionId: expect.stringMatching(/^[a-z0-9]{20}$/),
				user: expect.stringMatching(/^guest-[a-z0-9]{4}$/),
				cursor: expect.stringMatching(/\.0$/),
				lastSeq: 0
			});
			client.close();
		});

	it('delivers to everyone, the publisher too, with seq 1, 2, 3 and the epoch in the id', async () => {
		const room = `order-${randomId(8)}`;
		const [one, two] = [connect(server, { room }), connect(server, { room })];
		await Promise.all([one.ready(), two.ready()]);
		for (const text of ['a', 'b', 'c']) {
			const ack = await one.publish(text);
			expect(ack.type).toBe('ack');
		}
		expect(await one.texts(3)).toEqual(['a', 'b', 'c']);
		expect(await two.texts(3)).toEqual(['a', 'b', 'c']);
		const messages = two.of('message');
		const [epoch] = messages[0]!.id.split('.');
		expect(messages.map(({ id }) => id)).toEqual([`${epoch}.1`, `${epoch}.2`, `${epoch}.3`]);
		expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
		expect(messages[0]).toMatchObject({
			room,
			via,
			user: speaksAs
				? (await one.next('welcome')).user
				: expect.stringMatching(/^guest-[a-z0-9]{4}$/),
			timestamp: expect.closeTo(Date.now(), -4)
		});
		expect(one.of('message')).toEqual(messages);
		one.close();
		two.close();
	});

	it('shares its rooms with all other transports and with plain HTTP', async () => {
		const room = `shared-${randomId(8)}`;
		const readers = transports.map((transport) => transport.connect(server, { room }));
		const here = connect(server, { room });
		await Promise.all([...readers, here].map((reader) => reader.ready()));
		await publish(server, room, 'by http');
		await here.publish(`by ${name}`);
		for (const reader of readers) {
			expect(await reader.texts(2)).toEqual(['by http', `by ${name}`]);
			expect(reader.of('message').map(({ via }) => via)).toEqual(['http', via]);
			expect(reader.of('message')).toEqual(here.of('message'));
			reader.close();
		}
		here.close();
	});

	it('keeps rooms apart', async () => {
		const [a, b] = [`a-${randomId(8)}`, `b-${randomId(8)}`];
		const [one, two] = [connect(server, { room: a }), connect(server, { room: b })];
		await Promise.all([one.ready(), two.ready()]);
		await publish(server, a, 'for a');
		await publish(server, b, 'for b');
		expect(await one.texts(1)).toEqual(['for a']);
		expect(await two.texts(1)).toEqual(['for b']);
		one.close();
		two.close();
	});

	it('gives a repeated clientId the first answer and no second message', async () => {
		const room = `repeat-${randomId(8)}`;
		const client = connect(server, { room });
		const clientId = randomId(16);
		const first = await client.publish('once', clientId);
		const again = await client.publish('once', clientId);
		expect(first).toEqual({ type: 'ack', clientId, id: expect.any(String), seq: 1 });
		expect(again).toEqual(first);
		const { status, body } = await publish(server, room, 'once', { clientId });
		expect([status, body]).toEqual([201, { id: 'id' in first && first.id, seq: 1 }]);
		const other = await client.publish('another text', clientId);
		expect(other).toMatchObject({ type: 'error', code: 'client_id_conflict' });
		await client.publish('last');
		expect(await client.texts(2)).toEqual(['once', 'last']);
		client.close();
	});

	it('resumes after an id: what followed it, once, in order, then the live ones', async () => {
		const room = `resume-${randomId(8)}`;
		await fill(server, room, 130);
		const first = WebSocketTestClient.connect(server, { room });
		const { cursor, lastSeq } = await first.next('welcome');
		expect(lastSeq).toBe(130);
		const epoch = cursor.split('.')[0];
		const after = `${epoch}.7`;
		const client = connect(server, { room, after });
		// while the replay is under way
		const live = Array.from({ length: 20 }, (_, n) => publish(server, room, `live${n}`));
		await Promise.all(live);
		const texts = await client.texts(143);
		if (isStream) expect((await client.next('welcome')).cursor).toBe(after);
		expect(client.of('message').map(({ seq }) => seq)).toEqual(
			Array.from({ length: 143 }, (_, n) => n + 8)
		);
		expect(texts.slice(0, 123)).toEqual(Array.from({ length: 123 }, (_, n) => `m${n + 8}`));
		expect(client.of('gap')).toEqual([]);
		first.close();
		client.close();
	});

	it('resumes an empty room from the cursor of its welcome', async () => {
		const room = `fresh-${randomId(8)}`;
		const first = WebSocketTestClient.connect(server, { room });
		const { cursor } = await first.next('welcome');
		first.close();
		await publish(server, room, 'missed');
		const client = connect(server, { room, after: cursor });
		expect(await client.texts(1)).toEqual(['missed']);
		expect(client.of('gap')).toEqual([]);
		client.close();
	});

	it('tells what history no longer holds, then all that is held', async () => {
		const room = `gap-${randomId(8)}`;
		const epoch = await fill(server, room, 1005);
		const client = connect(server, { room, after: `${epoch}.1` });
		const gap = await client.next('gap');
		expect(gap).toEqual({
			type: 'gap',
			room,
			reason: 'expired',
			from: 2,
			to: 5,
			cursor: `${epoch}.5`
		});
		await client.next('message', 1000);
		const [first, second, ...more] = client.events.map(({ type }) => type);
		if (isStream) expect([first, second, more[0]]).toEqual(['welcome', 'gap', 'message']);
		else expect([first, second]).toEqual(['gap', 'message']);
		expect(client.of('message').map(({ seq }) => seq)).toEqual(
			Array.from({ length: 1000 }, (_, n) => n + 6)
		);
		client.close();
	});

	it.each(['otherepoch.3', 'EPOCH.999'])(
		'answers %s with a reset and all that is held',
		async (id) => {
			const room = `reset-${randomId(8)}`;
			const { body } = await publish(server, room, 'held');
			const epoch = String(body?.['id']).split('.')[0] ?? '';
			const client = connect(server, { room, after: id.replace('EPOCH', epoch) });
			expect(await client.texts(1)).toEqual(['held']);
			expect(client.of('gap')).toEqual([
				{ type: 'gap', room, reason: 'reset', from: null, to: null, cursor: `${epoch}.0` }
			]);
			client.close();
		}
	);

	it('V9 W8: takes the name from the session, never from a message', async () => {
		const room = `named-${randomId(8)}`;
		const { cookie } = await signIn(server, '花子');
		const client = connect(server, { room, headers: { cookie } });
		await client.ready();
		if (isStream) expect(client.of('welcome')[0]?.user).toBe('花子');
		await client.publish('hi');
		expect(await client.next('message')).toMatchObject({ user: '花子', text: 'hi' });
		client.close();
	});

	it('closes the connections of a session that ends with 4401', async () => {
		const room = `ended-${randomId(8)}`;
		const { cookie, token } = await signIn(server, 'Ada');
		const client = connect(server, { room, headers: { cookie } });
		const other = connect(server, { room });
		await Promise.all([client.ready(), other.ready()]);
		const response = await fetch(`${server.origin}/api/session`, {
			method: 'DELETE',
			headers: { cookie }
		});
		expect(response.status).toBe(204);
		expect(await client.ended()).toMatchObject({ code: 4401 });
		expect(client.of('closing')).toEqual(
			isStream ? [{ type: 'closing', code: 4401, reason: 'unauthorised' }] : []
		);
		expect(other.closed).toBeNull();
		const bearer = await publish(server, room, 'x');
		expect(bearer.status).toBe(201);
		const reuse = await fetch(`${server.origin}/api/tickets`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}` }
		});
		expect(reuse.status).toBe(401);
		other.close();
	});

	if (isStream)
		it('tells who is there: on joining, on change, each session once, and who polls', async () => {
			const room = `present-${randomId(8)}`;
			const [ada, bob] = await Promise.all([signIn(server, 'Ada'), signIn(server, 'Bob')]);
			const as = ({ cookie }: { cookie: string }) => connect(server, { room, headers: { cookie } });
			const [one, same] = [as(ada), as(ada)];
			await Promise.all([one.ready(), same.ready()]);
			expect(await one.next('presence')).toMatchObject({ room, count: 1, users: ['Ada'] });
			expect(await same.next('presence')).toMatchObject({ room, count: 1, users: ['Ada'] });
			expect(one.events.findIndex(({ type }) => type === 'presence')).toBeGreaterThan(0);

			const other = as(bob);
			const newest = () => one.of('presence').at(-1);
			await until(() => newest()?.count === 2, 'the second session');
			expect(newest()?.users).toEqual(['Ada', 'Bob']);
			expect(await other.next('presence')).toMatchObject({ count: 2, users: ['Ada', 'Bob'] });
			same.close();
			other.close();
			await until(() => newest()?.count === 1, 'the end of the second session');
			expect(newest()?.users).toEqual(['Ada']);

			await request(server, 'GET', `/api/rooms/${room}/poll?after=none.0`, undefined, {
				cookie: bob.cookie
			});
			await until(() => newest()?.count === 2, 'somebody who polls');
			one.close();
		});

	it('refuses a text that is too long or empty, and stays', async () => {
		const client = connect(server, { room: `size-${randomId(8)}` });
		for (const text of ['', 'x'.repeat(2001)]) {
			expect(await client.publish(text)).toMatchObject({
				type: 'error',
				code: 'bad_message',
				field: 'text'
			});
		}
		expect(await client.publish('😀'.repeat(2000))).toMatchObject({ type: 'ack', seq: 1 });
		client.close();
	});
});
