import { beforeAll, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { publishAs, request, signIn } from './lib/http.ts';
import { newAddress } from './lib/new-address.ts';
import type { TestServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';

const limited = { type: 'error', code: 'rate_limited', retryAfterMs: expect.any(Number) };

onEachBroker((instances) => {
	const env = { RATE_LIMIT_MESSAGES: '3/60', ADDRESS_HEADER: 'x-client' };
	let server: TestServer;
	let other: TestServer;
	beforeAll(async () => {
		[server, other] = await instances.startPair(env);
	});

	const session = async () => {
		const { cookie } = await signIn(server, 'Ada');
		return { cookie, 'x-client': newAddress() };
	};
	const guest = () => ({ 'x-client': newAddress() });
	const newRoom = () => `limit-${randomId(8)}`;

	it.each(transports)(
		'L3: over $name the message over the limit is rejected, and the connection stays [error-429]',
		async ({ connect }) => {
			const headers = await session();
			const room = newRoom();
			const client = connect(server, { room, headers });
			await client.ready();
			for (const text of ['1', '2', '3']) {
				expect(await client.publish(text)).toMatchObject({ type: 'ack' });
			}
			const refused = await client.publish('4');
			expect(refused).toMatchObject(limited);
			expect('retryAfterMs' in refused && refused.retryAfterMs).toBeGreaterThan(0);
			expect('retryAfterMs' in refused && refused.retryAfterMs).toBeLessThanOrEqual(60_000);
			await publishAs(other, { room, headers: guest() }, 'of somebody else');
			expect(await client.texts(4)).toEqual(['1', '2', '3', 'of somebody else']);
			expect(client.closed).toBeNull();
			client.close();
		}
	);

	it('over HTTP the message over the limit gets 429, with Retry-After [error-429]', async () => {
		const headers = await session();
		const path = `/api/rooms/${newRoom()}/messages`;
		const publishOne = () => request(server, 'POST', path, { text: 'x' }, headers);
		for (let n = 0; n < 3; n++) expect((await publishOne()).status).toBe(201);
		const refused = await publishOne();
		expect([refused.status, refused.body?.['code']]).toEqual([429, 'rate_limited']);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
	});

	it('L2 L5: a session has one budget over all connections, transports and instances [settings-redis, settings-rate]', async () => {
		const headers = await session();
		const clients = transports.map(({ connect }, n) =>
			connect(n % 2 === 0 ? server : other, { room: newRoom(), headers })
		);
		await Promise.all(clients.map((client) => client.ready()));
		const answers = await Promise.all(clients.map((client) => client.publish('once')));
		expect(answers.filter(({ type }) => type === 'ack')).toHaveLength(3);
		expect(answers.filter(({ type }) => type === 'error')).toHaveLength(clients.length - 3);
		for (const client of clients) client.close();
		const again = WebSocketTestClient.connect(other, { room: newRoom(), headers });
		expect(await again.publish('after coming back')).toMatchObject(limited);
		again.close();
	});

	it.each(transports.filter(({ publishesItself }) => publishesItself))(
		'a guest over $name has a budget per connection [settings-rate]',
		async ({ connect }) => {
			const headers = guest();
			for (let n = 0; n < 2; n++) {
				const client = connect(server, { room: newRoom(), headers });
				for (const text of ['1', '2', '3']) {
					expect(await client.publish(text)).toMatchObject({ type: 'ack' });
				}
				expect(await client.publish('4')).toMatchObject(limited);
				client.close();
			}
		}
	);

	it('L2: a guest over HTTP has a budget per address, on all instances [settings-rate]', async () => {
		const headers = guest();
		const path = `/api/rooms/${newRoom()}/messages`;
		const statusAt = async (at: TestServer, from = headers) =>
			(await request(at, 'POST', path, { text: 'x' }, from)).status;
		for (const at of [server, other, server]) expect(await statusAt(at)).toBe(201);
		expect(await statusAt(other)).toBe(429);
		expect(await statusAt(other, guest())).toBe(201);
	});

	it('L2: all guests of an address together have ten times the budget of one [settings-rate]', async () => {
		const headers = guest();
		const answers: string[] = [];
		for (let n = 0; n < 11; n++) {
			const client = WebSocketTestClient.connect(n % 2 === 0 ? server : other, {
				room: newRoom(),
				headers
			});
			for (const text of ['1', '2', '3']) answers.push((await client.publish(text)).type);
			client.close();
		}
		expect(answers).toEqual([...Array<string>(30).fill('ack'), 'error', 'error', 'error']);
		const guestElsewhere = WebSocketTestClient.connect(server, {
			room: newRoom(),
			headers: guest()
		});
		expect(await guestElsewhere.publish('from another address')).toMatchObject({ type: 'ack' });
		guestElsewhere.close();
	});

	it('a malformed message does not count', async () => {
		const client = WebSocketTestClient.connect(server, { room: newRoom(), headers: guest() });
		await client.ready();
		for (let n = 0; n < 10; n++) client.send({ type: 'message', text: '' });
		for (const text of ['1', '2', '3']) client.send({ type: 'message', text });
		await client.next('ack', 3);
		expect(client.of('error').map(({ code }) => code)).toEqual(Array(10).fill('bad_message'));
		client.close();
	});

	it('L7: fifty violations within ten seconds close a WebSocket with 4429 after an answer to each [close-4429]', async () => {
		const client = WebSocketTestClient.connect(server, { room: newRoom(), headers: guest() });
		await client.ready();
		for (let n = 0; n < 1000; n++) client.send({ type: 'message', text: 'x', clientId: `c${n}` });
		expect(await client.ended()).toEqual({ code: 4429, reason: 'rate limit' });
		expect(client.of('error')).toHaveLength(50);
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 4429, reason: 'rate_limited' }]);
	});

	it('keeps the order of messages sent at once', async () => {
		const generous = await instances.start({ ...env, RATE_LIMIT_MESSAGES: '1000/10' });
		const client = WebSocketTestClient.connect(generous, { room: newRoom(), headers: guest() });
		await client.ready();
		const texts = Array.from({ length: 300 }, (_, n) => `m${n}`);
		for (const text of texts) client.send({ type: 'message', text });
		expect(await client.texts(300)).toEqual(texts);
		client.close();
	});
});
