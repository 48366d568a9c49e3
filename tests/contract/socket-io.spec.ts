import { describe, expect, it } from 'vitest';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { publish, signIn } from './lib/http.ts';
import { openPolling, socketIoClients } from './lib/socket-io.ts';
import { until } from './lib/wait.ts';

const server = fileServer();

const { connected, newRoom, rejection } = socketIoClients(server);

describe('rooms', () => {
	it('joins several rooms at once, and each message has its room [socket-io-rooms]', async () => {
		const client = await connected();
		const [a, b] = [newRoom('a'), newRoom('b')];
		await client.ask('join-room', { room: a });
		await client.ask('join-room', { room: b });
		await publish(server, a, 'to a');
		await publish(server, b, 'to b');
		await client.next('message', 2);
		expect(client.of('message').map(({ room, text }) => [room, text])).toEqual([
			[a, 'to a'],
			[b, 'to b']
		]);
		client.close();
	});

	it('I12: delivers nothing from a room after the acknowledgement of leave-room [socket-io-acknowledged]', async () => {
		const client = await connected();
		const [left, kept] = [newRoom('left'), newRoom('kept')];
		await client.ask('join-room', { room: left });
		await client.ask('join-room', { room: kept });
		expect(await client.ask('leave-room', { room: left })).toEqual({ ok: true });
		const seen = client.events.length;
		await publish(server, left, 'too late');
		await publish(server, kept, 'in time');
		await client.next('message');
		const later = client.events.slice(seen);
		expect(later.filter((event) => 'room' in event && event.room === left)).toEqual([]);
		expect(await client.texts(1)).toEqual(['in time']);
		client.close();
	});

	it('I5: announces joins and leaves with the display name, never the socket id [socket-io-notices]', async () => {
		const room = newRoom();
		const stays = await connected();
		await stays.ask('join-room', { room });
		const { cookie } = await signIn(server, 'Ada');
		const ada = await connected({ headers: { cookie } });
		const { id } = ada.socket;
		await ada.ask('join-room', { room });
		await ada.ask('message', { room, text: 'hi' });
		await ada.ask('leave-room', { room });
		await ada.ask('join-room', { room });
		ada.close();
		await until(() => stays.notices.length === 4, 'four notices');
		expect(stays.notices).toEqual([
			{ event: 'user-joined', room, user: 'Ada' },
			{ event: 'user-left', room, user: 'Ada' },
			{ event: 'user-joined', room, user: 'Ada' },
			{ event: 'user-left', room, user: 'Ada' }
		]);
		expect(ada.notices).toEqual([]);
		expect(JSON.stringify([stays.events, stays.notices])).not.toContain(id);
		stays.close();
	});

	it('does not announce a repeated join, and delivers each message once after it', async () => {
		const room = newRoom();
		const [member, visitor] = [await connected(), await connected()];
		await member.ask('join-room', { room });
		await visitor.ask('join-room', { room });
		expect(await visitor.ask('join-room', { room })).toMatchObject({ ok: true, room });
		await publish(server, room, 'once');
		await visitor.next('message');
		expect(visitor.of('message')).toHaveLength(1);
		expect(member.notices).toHaveLength(1);
		member.close();
		visitor.close();
	});

	it('answers a join followed immediately by a leave', async () => {
		const client = await connected();
		const room = newRoom();
		const [join, leave] = await Promise.all([
			client.ask('join-room', { room }),
			client.ask('leave-room', { room })
		]);
		expect(leave).toEqual({ ok: true });
		expect([true, false]).toContain(join['ok']);
		await publish(server, room, 'unheard');
		expect(await client.ask('message', { room, text: 'x' })).toMatchObject({ code: 'not_in_room' });
		expect(client.of('message')).toEqual([]);
		client.close();
	});

	it('allows at most a hundred rooms per socket', async () => {
		const client = await connected();
		const rooms = Array.from({ length: 100 }, () => newRoom());
		await Promise.all(rooms.map((room) => client.ask('join-room', { room })));
		expect(await client.ask('join-room', { room: newRoom() })).toMatchObject({ code: 'full' });
		await client.ask('leave-room', { room: rooms[0] });
		expect(await client.ask('join-room', { room: newRoom() })).toMatchObject({ ok: true });
		client.close();
	});
});

describe('what a client must not do', () => {
	it('I4: join the room whose name is the id of another socket', async () => {
		const [victim, attacker] = [await connected(), await connected()];
		const answer = await attacker.ask('join-room', { room: victim.socket.id });
		expect(answer).toMatchObject({ ok: false, code: 'bad_room' });
		// Changed into a valid room name, the id names an ordinary room, not the socket's own.
		const lowered = String(victim.socket.id)
			.toLowerCase()
			.replace(/[^a-z0-9-]/g, '-');
		expect(await attacker.ask('join-room', { room: lowered })).toMatchObject({ ok: true });
		await attacker.ask('message', { room: lowered, text: 'for the room' });
		expect(await attacker.texts(1)).toEqual(['for the room']);
		// The victim's own acknowledgement arrives after anything that the message caused.
		await victim.ask('leave-room', { room: lowered });
		expect([victim.events, victim.notices]).toEqual([[], []]);
		victim.close();
		attacker.close();
	});

	it('I6: publish to or leave a room that it has not joined [socket-io-membership]', async () => {
		const room = newRoom();
		const [member, stranger] = [await connected(), await connected()];
		await member.ask('join-room', { room });
		const spoken = await stranger.ask('message', { room, text: 'let me in' });
		expect(spoken).toMatchObject({ ok: false, code: 'not_in_room' });
		const left = await stranger.ask('leave-room', { room });
		expect(left).toMatchObject({ ok: false, code: 'not_in_room' });
		await member.ask('message', { room, text: 'mine' });
		expect(await member.texts(1)).toEqual(['mine']);
		expect(member.notices).toEqual([]);
		member.close();
		stranger.close();
	});

	it('I7: publish to everybody with an empty list of rooms', async () => {
		const room = newRoom();
		const [member, attacker] = [await connected(), await connected()];
		await member.ask('join-room', { room });
		for (const target of [[], [room], '', null, undefined, {}, 0, { length: 0 }]) {
			const spoken = await attacker.ask('message', { room: target, text: 'to all' });
			expect(spoken).toMatchObject({ ok: false, code: 'bad_room', field: 'room' });
			expect(await attacker.ask('join-room', { room: target })).toMatchObject({ ok: false });
		}
		await publish(server, room, 'only this');
		expect(await member.texts(1)).toEqual(['only this']);
		member.close();
		attacker.close();
	});

	it('I9: choose its name or add fields to what others receive [message-fields]', async () => {
		const room = newRoom();
		const client = await connected();
		await client.ask('join-room', { room });
		await client.ask('message', { room, text: 'hi', user: 'admin', seq: 9, id: 'x', extra: 1 });
		const message = await client.next('message');
		expect(message).toMatchObject({ user: expect.stringMatching(/^guest-/), seq: 1 });
		expect(Object.keys(message)).toHaveLength(8);
		client.close();
	});

	it('I3: connect from the origin of another site, on either transport, whatever CORS says [origin]', async () => {
		for (const transports of [['websocket'], ['polling']]) {
			for (const origin of ['https://evil.example', 'null']) {
				await rejection({ transports, headers: { origin } });
			}
			const own = await connected({ transports, headers: { origin: server.origin } });
			own.close();
		}
		const response = await fetch(`${server.origin}/socket.io/?EIO=4&transport=polling`, {
			headers: { origin: 'https://evil.example' }
		});
		expect(response.status).toBe(403);
		expect(response.headers.get('access-control-allow-origin')).toBeNull();
		expect(await response.json()).toMatchObject({ code: 'forbidden_origin' });
	});

	it('I3: continue a connection by its sid from the origin of another site', async () => {
		const { send } = await openPolling(server);
		expect((await send('40', { origin: 'https://evil.example' })).status).toBe(403);
	});
});

it('I11: a reconnected client is a new socket in no room, and resumes when it joins with its last cursor [socket-io-recovery]', async () => {
	const room = newRoom();
	const client = new SocketIoTestClient(server, { reconnection: true });
	const first = await client.ask('join-room', { room });
	const { id } = client.socket;
	client.socket.io.engine.close();
	await until(() => !client.socket.connected, 'the loss');
	await publish(server, room, 'missed');
	await until(() => client.socket.connected, 'the return');
	expect(client.socket.recovered).toBeFalsy();
	expect(client.socket.id).not.toBe(id);
	expect(await client.ask('message', { room, text: 'x' })).toMatchObject({ code: 'not_in_room' });
	expect(client.of('message')).toEqual([]);
	await client.ask('join-room', { room, after: first['cursor'] });
	expect(await client.texts(1)).toEqual(['missed']);
	client.close();
});

it('upgrades from polling to a WebSocket without losing a message', async () => {
	const room = newRoom();
	const moving = await connected({ transports: ['polling', 'websocket'] });
	await moving.ask('join-room', { room });
	for (let n = 1; n <= 20; n++) await publish(server, room, String(n));
	await until(() => moving.socket.io.engine.transport.name === 'websocket', 'the upgrade');
	await publish(server, room, '21');
	expect(await moving.texts(21)).toEqual(Array.from({ length: 21 }, (_, n) => String(n + 1)));
	moving.close();
});

it('P4: Socket.IO and plain WebSockets share a server without closing each other’s upgrades', async () => {
	const room = newRoom();
	const plain = new WebSocketTestClient(server, `?room=${room}`);
	const socket = SocketIoTestClient.connect(server, { room });
	await Promise.all([plain.next('welcome'), socket.next('welcome')]);
	// By default Engine.IO destroys the upgrades of others after one second.
	const end = performance.now() + 1500;
	await until(() => performance.now() > end, 'one second and a half');
	await plain.publish('still both');
	expect(await socket.texts(1)).toEqual(['still both']);
	expect(plain.closed ?? socket.closed).toBeNull();
	plain.close();
	socket.close();
});
