import { beforeAll, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { request, signIn } from './lib/http.ts';
import { newAddress } from './lib/new-address.ts';
import { numbers } from './lib/numbers.ts';
import type { TestServer } from './lib/server.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

const newRoom = () => `room-${randomId(10)}`;

const from = () => ({ 'x-client': newAddress() });

onEachBroker((instances) => {
	let server: TestServer;
	let other: TestServer;
	beforeAll(async () => {
		const env = {
			MAX_ROOMS: '60',
			MAX_ROOMS_PER_IP: '10',
			ADDRESS_HEADER: 'x-client',
			REDIS_PREFIX: `rooms-${randomId(8)}`
		};
		[server, other] = await instances.startPair(env);
	});

	const say = (at: TestServer, room: string, headers: Record<string, string>) =>
		request(at, 'POST', `/api/rooms/${room}/messages`, { text: 'x' }, headers);

	it('an address opens at most MAX_ROOMS_PER_IP rooms, over all transports and instances [settings-max-rooms-per-ip]', async () => {
		const headers = from();
		const rooms = numbers(10).map(newRoom);
		for (const [n, room] of rooms.entries()) {
			expect((await say(n % 2 === 0 ? server : other, room, headers)).status).toBe(201);
		}
		for (const { connect } of transports) {
			const late = connect(other, { room: newRoom(), headers });
			expect(await late.refused()).toMatchObject({ code: 'full' });
			late.close();
			const inside = connect(server, { room: rooms[9] ?? '', after: 'none.0', headers });
			await inside.next('message');
			inside.close();
		}
		const further = await say(server, newRoom(), headers);
		expect([further.status, further.body?.['code']]).toEqual([503, 'full']);
		expect(Number(further.headers.get('retry-after'))).toBeGreaterThan(0);
		expect((await say(other, newRoom(), from())).status).toBe(201);
	});

	it('an address that joins rooms over twenty connections gets only ten, and other addresses can still join [settings-max-rooms-per-ip]', async () => {
		const headers = from();
		const clients = numbers(20).map(() => new SocketIoTestClient(server, { headers }));
		const answers = await Promise.all(
			clients.flatMap((client) =>
				numbers(20).map(async () => {
					const { ok, code } = await client.ask('join-room', { room: newRoom() });
					return ok === true ? 'joined' : code;
				})
			)
		);
		expect(answers.filter((answer) => answer === 'joined')).toHaveLength(10);
		expect(answers.filter((answer) => answer === 'full')).toHaveLength(390);
		for (const { connect } of transports) {
			const bystander = connect(other, { room: newRoom(), headers: from() });
			await bystander.ready();
			bystander.close();
		}
		for (const client of clients) client.close();
		// At the limit, a room with neither members nor messages is evicted for a new one.
		await until(
			async () => (await say(server, newRoom(), headers)).status === 201,
			'a room for the same address'
		);
	});

	it('a guest’s connection joins at most a tenth of MAX_ROOMS_PER_IP rooms, a member’s joins more [settings-max-rooms-per-ip]', async () => {
		const generous = await instances.start({ MAX_ROOMS_PER_IP: '30', ADDRESS_HEADER: 'x-client' });
		const guest = new SocketIoTestClient(generous, { headers: from() });
		const { cookie } = await signIn(generous, 'Ada');
		const member = new SocketIoTestClient(generous, { headers: { cookie, ...from() } });
		for (let i = 0; i < 3; i++) {
			expect(await guest.ask('join-room', { room: newRoom() })).toMatchObject({ ok: true });
		}
		const room = newRoom();
		expect(await guest.ask('join-room', { room })).toMatchObject({ code: 'full', field: 'room' });
		for (let i = 0; i < 5; i++) {
			expect(await member.ask('join-room', { room: newRoom() })).toMatchObject({ ok: true });
		}
		guest.close();
		member.close();
	});

	it('MAX_ROOMS_PER_IP=0 means no limit per address [settings-max-rooms-per-ip]', async () => {
		const open = await instances.start({ MAX_ROOMS_PER_IP: '0', MAX_ROOMS: '400' });
		const clients = numbers(3).map(() => new SocketIoTestClient(open));
		for (const client of clients) {
			let joined = 0;
			for (const room of numbers(100).map(newRoom)) {
				client.socket.emit('join-room', { room }, () => (joined += 1));
			}
			await until(() => joined === 100, 'a hundred rooms');
		}
		const reader = WebSocketTestClient.connect(open, { room: newRoom() });
		await reader.ready();
		for (const client of [...clients, reader]) client.close();
	});
});
