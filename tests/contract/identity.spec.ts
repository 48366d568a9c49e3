import { beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { SocketIoTestClient } from './lib/client.ts';
import { request, signIn } from './lib/http.ts';
import type { TestServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';

onEachBroker((instances) => {
	let membersOnly: TestServer;
	beforeAll(async () => {
		membersOnly = await instances.start({ REQUIRE_AUTH: '1' });
	});

	describe.each(transports)('identity over $name', ({ isStream, connect, acceptsLateAuth }) => {
		it('V9 W8: takes the name from the session, never from a message [message-user]', async () => {
			const room = `named-${randomId(8)}`;
			const { cookie } = await signIn(instances.first, '花子');
			const client = connect(instances.first, { room, headers: { cookie } });
			await client.ready();
			if (isStream) expect(client.of('welcome')[0]?.user).toBe('花子');
			await client.publish('hi');
			expect(await client.next('message')).toMatchObject({ user: '花子', text: 'hi' });
			client.close();
		});

		it('accepts the session’s token as a bearer on every instance [bearer]', async () => {
			const room = `bearer-${randomId(8)}`;
			const { token } = await signIn(instances.first, 'Ada');
			const headers = { authorization: `Bearer ${token}` };
			const client = connect(instances.second, { room, headers });
			await client.ready();
			expect(await client.publish('hi')).toMatchObject({ type: 'ack' });
			expect(await client.next('message')).toMatchObject({ user: 'Ada' });
			client.close();
		});

		it('rejects an invalid, malformed or empty bearer instead of treating it as a guest [bad-credentials]', async () => {
			const room = `forged-${randomId(8)}`;
			const { token } = await signIn(instances.first, 'Ada');
			const forged = `Bearer ${token.slice(0, -4)}AAAA`;
			for (const authorization of [forged, 'Bearer', 'bearer ', 'Bearer\tx', 'Bearer  x y']) {
				const client = connect(instances.first, { room, headers: { authorization } });
				expect(await client.refused(), authorization).toMatchObject({ code: 'unauthorised' });
				expect(client.of('welcome')).toEqual([]);
				client.close();
			}
		});

		it('treats a client with an invalid cookie as a guest [message-user, bad-credentials]', async () => {
			const headers = { cookie: 'wirelab_session=stale' };
			const client = connect(instances.first, { room: `stale-${randomId(8)}`, headers });
			await client.ready();
			await client.publish('hi');
			expect((await client.next('message')).user).toMatch(/^guest-[a-z0-9]{4}$/);
			client.close();
		});

		if (isStream)
			it('keeps the name of a guest with the same key over connections and instances [guest-key]', async () => {
				const room = `guest-${randomId(8)}`;
				const name = async (server: TestServer, guest: string) => {
					const client = connect(server, { room, guest });
					await client.ready();
					client.close();
					return client.of('welcome')[0]?.user;
				};
				const key = randomId(24);
				const first = await name(instances.first, key);
				expect(first).toMatch(/^guest-[a-z0-9]{4}$/);
				expect(await name(instances.second, key)).toBe(first);
				// There are 1.7 million names: two guests rarely have the same one, and three practically never.
				const others = [
					await name(instances.first, randomId(24)),
					await name(instances.first, key.slice(0, 19))
				];
				expect(others).not.toEqual([first, first]);
			});

		if (!acceptsLateAuth)
			it('rejects guests if a session is required [settings-require-auth]', async () => {
				const room = `members-${randomId(8)}`;
				const guest = connect(membersOnly, { room });
				expect(await guest.refused()).toMatchObject({ code: 'unauthorised' });
				guest.close();
				const { cookie } = await signIn(membersOnly, 'Ada');
				const member = connect(membersOnly, { room, headers: { cookie } });
				await member.ready();
				expect(await member.publish('in')).toMatchObject({ type: 'ack' });
				member.close();
			});
	});

	it('closes every connection with 4401 when its token expires, over all transports [settings-session-ttl, token-expiry, close-4401]', async () => {
		const brief = await instances.start({ SESSION_TTL: '3' });
		const room = `brief-${randomId(8)}`;
		const { token } = await signIn(brief, 'Ada');
		const headers = { authorization: `Bearer ${token}` };
		const clients = transports.map(({ connect }) => connect(brief, { room, headers }));
		await Promise.all(clients.map((client) => client.ready()));
		for (const client of clients) {
			expect(await client.ended()).toMatchObject({ code: 4401 });
			const reason = client.of('closing')[0]?.reason ?? client.refusal?.code;
			expect(reason).toBe('token_expired');
		}
		for (const { connect } of transports) {
			const again = connect(brief, { room, headers });
			expect(await again.refused()).toMatchObject({ code: 'token_expired' });
			again.close();
		}
	});

	it('ignores a token in the URL over HTTP and Socket.IO [no-query-token]', async () => {
		const { token } = await signIn(instances.first, 'Ada');
		const room = `address-${randomId(8)}`;
		const query = `token=${token}&access_token=${token}&authorization=Bearer%20${token}&ticket=x`;
		const published = await request(
			instances.first,
			'POST',
			`/api/rooms/${room}/messages?${query}`,
			{
				text: 'who am I'
			}
		);
		expect(published.status).toBe(201);
		const poll = `/api/rooms/${room}/poll?after=none.0&${query}`;
		const { body } = await request(instances.first, 'GET', poll);
		expect(body).toMatchObject({ messages: [{ user: expect.stringMatching(/^guest-/) }] });
		expect((await request(instances.first, 'POST', `/api/tickets?${query}`)).status).toBe(401);
		for (const resource of ['events', 'poll']) {
			const path = `/api/rooms/${room}/${resource}?${query}`;
			const guest = await request(membersOnly, 'GET', path);
			expect([guest.status, guest.body?.['code']]).toEqual([401, 'unauthorised']);
		}
		const socket = new SocketIoTestClient(membersOnly, { query: { token, ticket: 'x' } });
		expect(await socket.refused()).toMatchObject({ code: 'unauthorised' });
		socket.close();
	});
});
