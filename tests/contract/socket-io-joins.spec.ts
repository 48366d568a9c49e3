import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { request, signIn } from './lib/http.ts';
import { numbers } from './lib/numbers.ts';
import type { Address } from './lib/server.ts';
import { until } from './lib/wait.ts';

const newRoom = () => `joins-${randomId(8)}`;

async function connect(server: Address, room: string): Promise<SocketIoTestClient> {
	const client = SocketIoTestClient.connect(server, { room });
	await client.ready();
	return client;
}

/** Members that only make the room larger, on the cheapest transport. */
async function fillWith(server: Address, room: string, count: number) {
	const clients = numbers(count).map(() => WebSocketTestClient.connect(server, { room }));
	await Promise.all(clients.map((client) => client.ready()));
	return clients;
}

const untilCount = (client: SocketIoTestClient, count: number) =>
	until(() => client.of('presence').at(-1)?.count === count, `${count} people present`);

onEachBroker((instances) => {
	describe('a room of about fifty or more members on all instances together', () => {
		it('announces members by name up to the fiftieth, and others only by presence [socket-io-notices-limit]', async () => {
			const room = newRoom();
			const witness = await connect(instances.first, room);
			const others = [
				...(await fillWith(instances.first, room, 24)),
				...(await fillWith(instances.second, room, 24))
			];
			await untilCount(witness, 49);
			expect(witness.notices).toEqual([]);

			const fiftieth = await connect(instances.second, room);
			const { user } = await fiftieth.next('welcome');
			await until(() => witness.notices.length === 1, 'the fiftieth person');
			const fiftyFirst = await connect(instances.second, room);
			await untilCount(witness, 51);
			await fiftyFirst.ask('leave-room', { room });
			await untilCount(witness, 50);
			fiftieth.close();
			await until(() => witness.notices.length === 2, 'the notice that the fiftieth person left');
			expect(witness.notices).toEqual([
				{ event: 'user-joined', room, user },
				{ event: 'user-left', room, user }
			]);
			expect([fiftieth.notices, fiftyFirst.notices]).toEqual([[], []]);
			for (const client of [witness, fiftyFirst, ...others]) client.close();
		}, 30_000);

		it('does not announce two hundred members who join and leave at once [socket-io-notices-limit]', async () => {
			const room = newRoom();
			const crowd = await fillWith(instances.second, room, 60);
			const witness = await connect(instances.first, room);
			await untilCount(witness, 61);
			const visitors = await Promise.all(numbers(200).map(() => connect(instances.second, room)));
			await untilCount(witness, 261);
			const notices = [witness, ...visitors].flatMap((client) => client.notices);
			expect(notices).toEqual([]);
			const [first] = visitors;
			await first?.publish('still served');
			expect(await witness.texts(1)).toEqual(['still served']);
			for (const client of visitors) client.close();
			await untilCount(witness, 61);
			expect(witness.notices).toEqual([]);
			for (const client of [witness, ...crowd]) client.close();
		}, 180_000);
	});

	it('delivers 1,200 simultaneous announcements [socket-io-notices]', async () => {
		const groups = numbers(12).map(() => numbers(100).map(newRoom));
		const rooms = new Set(groups.flat());
		const headers = { cookie: (await signIn(instances.second, 'Ada')).cookie };
		const witnesses = await Promise.all(groups.map((mine) => joinAll(instances.first, mine)));
		await Promise.all(groups.map((mine) => joinAll(instances.second, mine, headers)));
		const noticesOf = (event: string) =>
			witnesses.flatMap(({ notices }) => notices).filter((notice) => notice.event === event);
		await until(() => noticesOf('user-joined').length >= rooms.size, 'all joins');
		// Closes all connections of the session at once.
		await request(instances.second, 'DELETE', '/api/session', undefined, headers);
		await until(() => noticesOf('user-left').length >= rooms.size, 'all leaves');
		for (const event of ['user-joined', 'user-left']) {
			expect(new Set(noticesOf(event).map(({ room }) => room))).toEqual(rooms);
			expect(noticesOf(event)).toHaveLength(rooms.size);
		}
		for (const witness of witnesses) witness.close();
	}, 180_000);
});

/** Joins many rooms with one client. */
async function joinAll(server: Address, rooms: string[], headers?: Record<string, string>) {
	const client = new SocketIoTestClient(server, headers && { headers });
	let count = 0;
	for (const room of rooms) client.socket.emit('join-room', { room }, () => (count += 1));
	await until(() => count === rooms.length, 'all acknowledgements');
	return client;
}
