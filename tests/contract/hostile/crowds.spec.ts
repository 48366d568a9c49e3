import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { SocketIoTestClient, WebSocketTestClient } from '../lib/client.ts';
import { publish, request } from '../lib/http.ts';
import { numbers } from '../lib/numbers.ts';
import { OtherClients } from '../lib/other-clients.ts';
import { RawClient } from '../lib/raw.ts';
import { startServer, type TestServer } from '../lib/server.ts';
import { SseTestClient } from '../lib/sse-client.ts';
import { until } from '../lib/wait.ts';

describe('a thousand rooms', () => {
	let server: TestServer;
	let others: OtherClients;
	beforeAll(async () => {
		// Exactly as many as needed, including the room of the other clients.
		server = await startServer({ MAX_ROOMS: '1001' });
		others = await OtherClients.on(server);
	});
	afterAll(() => server.close());

	it('each receives only its own messages, over WebSocket, SSE and Socket.IO', async () => {
		const rooms = numbers(1000).map((n) => `room-${n}-${randomId(6)}`);
		const sockets = await Promise.all(numbers(10).map(() => SocketIoTestClient.connected(server)));
		const readers = rooms.map((room, n) => {
			const Client = n % 2 === 0 ? WebSocketTestClient : SseTestClient;
			return Client.connect(server, { room });
		});
		await Promise.all(rooms.map(async (room, n) => sockets[n % 10]?.ask('join-room', { room })));
		await Promise.all(readers.map((reader) => reader.ready()));
		for (const ordinal of ['first', 'second']) {
			await Promise.all(rooms.map((room) => publish(server, room, `${ordinal} of ${room}`)));
		}
		for (const [n, reader] of readers.entries()) {
			const room = rooms[n] ?? '';
			expect(await reader.texts(2)).toEqual([`first of ${room}`, `second of ${room}`]);
		}
		for (const [n, socket] of sockets.entries()) {
			const joined = rooms.filter((_, k) => k % 10 === n);
			await socket.next('message', joined.length * 2);
			for (const room of joined) {
				const received = socket.of('message').filter((message) => message.room === room);
				expect(received.map(({ text }) => text)).toEqual([`first of ${room}`, `second of ${room}`]);
			}
			expect(socket.of('message')).toHaveLength(joined.length * 2);
		}
		await others.publish();

		// The limit is reached; existing rooms still work.
		const further = await publish(server, 'one-more', 'x');
		expect([further.status, further.body?.['code']]).toEqual([503, 'full']);
		expect((await publish(server, rooms[0] ?? '', 'third')).status).toBe(201);
		for (const client of [...readers, ...sockets]) client.close();
		await others.expectUnaffected();
	}, 180_000);
});

describe('a malicious client', () => {
	it('takes no rooms by reading and frees those that it joined', async () => {
		const server = await startServer({ MAX_ROOMS: '50' });
		const others = await OtherClients.on(server);
		for (const n of numbers(200)) {
			const { status } = await request(server, 'GET', `/api/rooms/look-${n}/poll?after=none.0`);
			expect(status).toBe(200);
		}
		const listening = await SocketIoTestClient.connected(server);
		const joined = await Promise.all(
			numbers(60).map((n) => listening.ask('join-room', { room: `listen-${n}` }))
		);
		expect(joined.some(({ code }) => code === 'full')).toBe(true);
		await others.publish();
		listening.close();
		await until(
			async () => (await publish(server, `new-${randomId(8)}`, 'x')).status === 201,
			'a room for another client after the disconnection'
		);
		await others.expectUnaffected();
		await server.close();
	});

	it('can use up only the connections of its own address, and they are freed', async () => {
		const server = await startServer({
			MAX_CONNECTIONS_PER_IP: '20',
			ADDRESS_HEADER: 'x-real-ip'
		});
		const others = await OtherClients.on(server);
		const headersFrom = (address: string) => ({ 'x-real-ip': address });
		const flood = async () => {
			const clients = await Promise.all(numbers(200).map(() => RawClient.connect(server)));
			await Promise.all(
				clients.map((client) => client.upgrade('/ws?room=flood', headersFrom('192.0.2.1')))
			);
			await until(
				() => clients.every(({ text }) => /"welcome"|"closing"/.test(text)),
				'an answer to each'
			);
			const welcomed = clients.filter(({ text }) => text.includes('"welcome"')).length;
			expect(clients.filter(({ text }) => text.includes('"closing","code":1013'))).toHaveLength(
				clients.length - welcomed
			);
			for (const { socket } of clients) socket.destroy();
			return welcomed;
		};
		expect(await flood()).toBe(20);
		await others.publish();
		const other = new WebSocketTestClient(server, '?room=flood', headersFrom('192.0.2.2'));
		await other.next('welcome');
		other.close();
		await until(async () => (await flood()) === 20, 'all connections free again');
		await others.expectUnaffected();
		await server.close();
	}, 30_000);

	it('gets one message as the answer to each of its thousand concurrent polls', async () => {
		const server = await startServer();
		const others = await OtherClients.on(server);
		const room = `polled-${randomId(8)}`;
		const first = await publish(server, room, 'first');
		const path = `/api/rooms/${room}/poll?after=${String(first.body?.['id'])}`;
		const polls = numbers(1000).map(() => request(server, 'GET', path));
		await others.publish();
		const watcher = new WebSocketTestClient(server, `?room=${room}`);
		await watcher.next('welcome');
		await publish(server, room, 'second');
		for (const { status, body } of await Promise.all(polls)) {
			expect(status).toBe(200);
			expect(body).toMatchObject({ messages: [{ text: 'second', seq: 2 }] });
		}
		watcher.close();
		await others.expectUnaffected();
		await server.close();
	}, 180_000);
});
