import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { redisHint, redisTool } from '../support/redis.ts';
import { startOnRedis } from './lib/brokers.ts';
import { SocketIoTestClient } from './lib/client.ts';
import { publish, request } from './lib/http.ts';
import { startServer, untilReady } from './lib/server.ts';
import { transports } from './lib/transports.ts';

describe('one process', () => {
	it('is alive and ready until it drains, and then alive but not ready [health]', async () => {
		const server = await startServer();
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
		const wrong = await fetch(`${server.origin}/readyz`, { method: 'POST' });
		expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
		await server.realtime.drain();
		const draining = await fetch(`${server.origin}/readyz`);
		expect(draining.status).toBe(503);
		expect(draining.headers.get('retry-after')).toMatch(/^\d+$/);
		expect(await draining.json()).toMatchObject({ code: 'draining' });
		expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
		await server.close();
	});
});

it('every welcome has the name that the operator gave the instance [settings-instance]', async () => {
	const server = await startServer({ INSTANCE_ID: 'tokyo-1' });
	for (const { connect } of transports.filter(({ isStream }) => isStream)) {
		const client = connect(server, { room: 'named' });
		expect((await client.next('welcome')).instance).toBe('tokyo-1');
		client.close();
	}
	await server.close();
});

describe.skipIf(redisTool === null)(`two instances on one Redis${redisHint}`, () => {
	const { instances, redis } = startOnRedis();
	const servers = () => [instances.first, instances.second] as const;

	it('R4 R8: deliver every message to every member in the same order, over all transports [room-shared, message-seq]', async () => {
		const room = `shared-${randomId(8)}`;
		const clients = servers().flatMap((server) =>
			transports.map(({ connect }) => connect(server, { room }))
		);
		await Promise.all(clients.map((client) => client.ready()));
		const texts = Array.from({ length: 24 }, (_, n) => `m${n}`);
		const say = async (text: string, n: number) => clients[n % clients.length]?.publish(text);
		await Promise.all(texts.map(say));
		const received = await Promise.all(clients.map((client) => client.texts(texts.length)));
		const [first] = received;
		expect([...(first ?? [])].sort()).toEqual([...texts].sort());
		for (const order of received) expect(order).toEqual(first);
		for (const client of clients) {
			expect(client.of('message').map(({ seq }) => seq)).toEqual(texts.map((_, n) => n + 1));
			client.close();
		}
	});

	it('R3: need no session affinity except for Socket.IO polling [message-id]', async () => {
		const room = `anywhere-${randomId(8)}`;
		const at = (n: number) => servers()[n % 2 === 0 ? 0 : 1];
		let cursor = String((await publish(at(0), room, 'm0')).body?.['id']);
		for (let n = 1; n <= 10; n++) {
			expect((await publish(at(n), room, `m${n}`)).status).toBe(201);
			const path = `/api/rooms/${room}/poll?after=${cursor}`;
			const { body } = await request(at(n + 1), 'GET', path);
			expect(body).toMatchObject({ messages: [{ text: `m${n}`, seq: n + 1 }] });
			cursor = String(body?.['cursor']);
		}
		// #region astray
		const socketIo = (query: string) => `/socket.io/?EIO=4&transport=polling${query}`;
		const opened = await (await fetch(at(0).origin + socketIo(''))).text();
		const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
		const astray = await fetch(at(1).origin + socketIo(`&sid=${sid}`), {
			method: 'POST',
			body: '40'
		});
		expect(astray.status).toBe(400); // 別のインスタンスに、この sid はない

		// 最初から WebSocket なら、どのインスタンスに接続してもよい
		const direct = new SocketIoTestClient(at(1), { transports: ['websocket'] });
		expect(await direct.ask('join-room', { room })).toMatchObject({ ok: true, lastSeq: 11 });
		// #endregion astray
		direct.close();
	});

	it('R6: reject publishing without Redis, keep their readers, and recover when it is back [error-503, redis-away]', async () => {
		const room = `away-${randomId(8)}`;
		const [server] = servers();
		const readers = transports
			.filter(({ isStream }) => isStream)
			.map(({ connect }) => connect(server, { room }));
		await Promise.all(readers.map((reader) => reader.ready()));
		await redis().kill();
		for (const { origin } of servers()) {
			const status = async () => (await fetch(`${origin}/readyz`)).status;
			await expect.poll(status, { timeout: 15_000 }).toBe(503);
		}
		const refused = await publish(server, room, 'lost');
		expect(refused.status).toBe(503);
		expect(refused.body).toMatchObject({ code: 'broker_unavailable' });
		expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
		for (const reader of readers) {
			const lost = { type: 'error', code: 'broker_unavailable' };
			expect(await reader.publish('lost, too')).toMatchObject(lost);
			expect(reader.closed).toBeNull();
		}

		await redis().start();
		await untilReady(servers());
		expect((await publish(server, room, 'back')).status).toBe(201);
		for (const reader of readers) {
			expect(await reader.texts(1)).toEqual(['back']);
			reader.close();
		}
	});
});
