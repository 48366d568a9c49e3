import { describe, expect, it } from 'vitest';
import { SocketIoTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { request, signIn } from './lib/http.ts';
import { startServer } from './lib/server.ts';
import { socketIoClients } from './lib/socket-io.ts';
import { until } from './lib/wait.ts';

const server = fileServer();
const membersOnly = fileServer({ REQUIRE_AUTH: '1' });

const { connected, expectAlive, newRoom, rejection } = socketIoClients(server);

describe('the identity of a Socket.IO client', () => {
	it.each([['websocket'], ['polling']])(
		'over %s comes from cookie, bearer, token or ticket [socket-io-auth]',
		async (transport) => {
			const { cookie, token } = await signIn(server, 'Ada');
			const { body } = await request(server, 'POST', '/api/tickets', undefined, { cookie });
			const options: { headers?: Record<string, string>; auth?: object }[] = [
				{ headers: { cookie } },
				{ headers: { authorization: `Bearer ${token}` } },
				{ auth: { token } },
				{ auth: { ticket: body?.['ticket'] } }
			];
			for (const option of options) {
				const client = await connected({ ...option, transports: [transport] });
				expect(await client.ask('join-room', { room: newRoom() })).toMatchObject({ user: 'Ada' });
				client.close();
			}
			const again = await rejection({ auth: { ticket: body?.['ticket'] } });
			expect(again.data).toMatchObject({ code: 'unauthorised' });
		}
	);

	it('is rejected if invalid, with different codes for expired and malformed [bad-credentials]', async () => {
		for (const option of [
			{ auth: { token: 'x' } },
			{ auth: { ticket: 'x' } },
			{ auth: { token: 5 } },
			{ auth: { ticket: ['x'] } },
			{ headers: { authorization: 'Bearer x' } }
		]) {
			expect((await rejection(option)).data).toMatchObject({ code: 'unauthorised' });
		}
		const brief = await startServer({ SESSION_TTL: '3' });
		const { token } = await signIn(brief, 'Ada');
		const client = new SocketIoTestClient(brief, { auth: { token } });
		expect(await client.ended()).toEqual({ code: 4401, reason: 'transport close' });
		expect((await rejection({ auth: { token } }, brief)).data).toMatchObject({
			code: 'token_expired'
		});
		await brief.close();
	});

	it('is rejected if only some of the credentials are valid [bad-credentials]', async () => {
		const { token, cookie } = await signIn(server, 'Ada');
		const options: { auth: object; headers?: Record<string, string> }[] = [
			{ auth: { token, ticket: 'x' } },
			{ auth: { token }, headers: { authorization: 'Bearer x' } },
			{ auth: { token: 'x' }, headers: { cookie } }
		];
		for (const option of options) {
			expect((await rejection(option)).data).toMatchObject({ code: 'unauthorised' });
		}
	});

	it.each([['websocket'], ['polling']])(
		'over %s is rejected for an auth that is not an object, and the connection closes',
		async (transport) => {
			for (const auth of [['x'], 'x', 5]) {
				const client = new SocketIoTestClient(server, {
					transports: [transport],
					auth: (answer) => answer(auth)
				});
				expect(await client.refused()).toMatchObject({ code: 'unauthorised' });
				await until(() => client.socket.io.engine.readyState === 'closed', 'the end');
				client.close();
			}
			await expectAlive();
		}
	);

	it('without credentials is that of a guest, or is rejected if a session is required', async () => {
		const guest = await connected();
		expect((await guest.ask('join-room', { room: newRoom() }))['user']).toMatch(/^guest-/);
		guest.close();
		expect((await rejection({}, membersOnly)).data).toMatchObject({ code: 'unauthorised' });
	});
});

it('the handshake of Socket.IO clears an invalid cookie [bad-credentials]', async () => {
	const response = await fetch(`${server.origin}/socket.io/?EIO=4&transport=polling`, {
		headers: { cookie: 'wirelab_session=stale' }
	});
	expect(response.headers.get('set-cookie')).toMatch(/^wirelab_session=; Max-Age=0/);
});
