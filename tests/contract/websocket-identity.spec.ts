import { expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { publish, request, signIn } from './lib/http.ts';
import { until } from './lib/wait.ts';

const server = fileServer();
const membersOnly = fileServer({ REQUIRE_AUTH: '1' });

const open = (query = `?room=r-${randomId(8)}`, headers = {}) =>
	new WebSocketTestClient(server, query, headers);

it('clears an invalid cookie and accepts the client as a guest [bad-credentials]', async () => {
	const client = open(undefined, { cookie: 'wirelab_session=stale' });
	const cleared = new Promise<string[]>((resolve) =>
		client.ws.on('upgrade', ({ headers }) => resolve(headers['set-cookie'] ?? []))
	);
	expect((await client.next('welcome')).user).toMatch(/^guest-/);
	expect((await cleared)[0]).toMatch(/^wirelab_session=; Max-Age=0/);
	client.close();
});

it('A5: ignores a token in the query string [no-query-token]', async () => {
	const { token } = await signIn(server, 'Ada');
	const client = open(`?room=q&token=${token}&access_token=${token}&ticket=${token}`);
	expect((await client.next('welcome')).user).toMatch(/^guest-/);
	client.close();
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

it('waits for a ticket if a session is required, and rejects messages until it arrives [settings-require-auth, late-auth]', async () => {
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
