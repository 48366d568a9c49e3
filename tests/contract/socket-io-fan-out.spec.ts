import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { flood, publish } from './lib/http.ts';
import { readMetric } from './lib/metrics.ts';
import { opcodes, RawClient } from './lib/raw.ts';
import { startServer } from './lib/server.ts';
import { openPolling } from './lib/socket-io.ts';
import { until } from './lib/wait.ts';

const server = fileServer();

const newRoom = () => `fan-${randomId(8)}`;
const connections = () => readMetric(server, 'wirelab_connections{transport="socket-io"}');
const closedAsStalled = () =>
	readMetric(server, 'wirelab_connections_closed_total{transport="socket-io",code="4408"}');

describe('rooms over Socket.IO', () => {
	const transportLists = [['websocket'], ['polling'], ['polling', 'websocket']];

	it('deliver every message once and in order over every transport, in bursts of 1 to 200 messages', async () => {
		const room = newRoom();
		const readers = transportLists.map(
			(transports) => new SocketIoTestClient(server, { transports })
		);
		for (const reader of readers) await reader.ask('join-room', { room });
		const writer = WebSocketTestClient.connect(server, { room });
		await writer.ready();
		let sent = 0;
		for (const burst of [1, 16, 1, 200, 3]) {
			for (let n = 0; n < burst; n++) writer.send({ type: 'message', text: `m${++sent}` });
			await writer.next('ack', sent);
		}
		for (const reader of readers) {
			await reader.next('message', sent);
			expect(reader.of('message').map(({ seq }) => seq)).toEqual(
				Array.from({ length: sent }, (_, n) => n + 1)
			);
			reader.close();
		}
		writer.close();
	});

	it('send one socket its messages in order, and its acknowledgements in order', async () => {
		const room = newRoom();
		const client = new SocketIoTestClient(server);
		await client.ask('join-room', { room });
		const acknowledged: unknown[] = [];
		const answers = Array.from({ length: 50 }, async (_, n) => {
			const { seq } = await client.ask('message', { room, text: `t${n}` });
			acknowledged.push(seq);
		});
		await Promise.all(answers);
		await client.next('message', 50);
		const seqs = Array.from({ length: 50 }, (_, n) => n + 1);
		expect(client.of('message').map(({ seq }) => seq)).toEqual(seqs);
		expect(acknowledged).toEqual(seqs);
		client.close();
	});

	it('send no message of a room before the acknowledgement of its join, when a client joins 20 at once', async () => {
		const rooms = Array.from({ length: 20 }, newRoom);
		const writers = rooms.map((room) => WebSocketTestClient.connect(server, { room }));
		await Promise.all(writers.map((writer) => writer.ready()));
		let isOver = false;
		const talk = async () => {
			while (!isOver) {
				for (const writer of writers) writer.send({ type: 'message', text: 'x' });
				await new Promise(setImmediate);
			}
		};
		const talking = talk();
		for (let round = 0; round < 5; round++) {
			const client = new SocketIoTestClient(server);
			const answered = new Set<string>();
			const early: string[] = [];
			client.socket.on('message', (message: unknown) => {
				const { room } = message as { room: string };
				if (!answered.has(room)) early.push(room);
			});
			await until(() => client.socket.connected, 'a connection');
			// With this cursor the history follows each answer, in the same turn of the server.
			for (const room of rooms) {
				client.socket.emit('join-room', { room, after: 'none.0' }, () => answered.add(room));
			}
			await until(
				() => answered.size === rooms.length && client.of('message').length > 20,
				'every acknowledgement and more than 20 messages'
			);
			expect(early).toEqual([]);
			client.close();
		}
		isOver = true;
		await talking;
		for (const writer of writers) writer.close();
	});

	it('deliver unusual and long texts unchanged over every transport', async () => {
		const room = newRoom();
		const readers = transportLists.map(
			(transports) => new SocketIoTestClient(server, { transports })
		);
		for (const reader of readers) await reader.ask('join-room', { room });
		const texts = ['"\\\n\u2028', '𠮷'.repeat(2000), '{"_placeholder":true,"num":0}', 'あ'];
		for (const text of texts) await publish(server, room, text);
		for (const reader of readers) {
			expect(await reader.texts(texts.length)).toEqual(texts);
			reader.close();
		}
	});
});

describe('I22: a stalled reader', () => {
	const megabytes = (count: number) => count * 1024 * 1024;

	it('over a WebSocket is closed with 4408 and counted; others get every message [close-4408]', async () => {
		const room = newRoom();
		const before = await closedAsStalled();
		const raw = await RawClient.connect(server);
		await raw.upgrade('/socket.io/?EIO=4&transport=websocket');
		raw.frame(opcodes.text, '40');
		await until(() => raw.text.includes('40{"sid"'), 'the handshake of Socket.IO');
		raw.frame(opcodes.text, `420["join-room",{"room":"${room}"}]`);
		await until(() => raw.text.includes('430['), 'the acknowledgement of the join');
		raw.socket.pause();
		const witness = SocketIoTestClient.connect(server, { room });
		await witness.ready();
		const count = await flood(server, room, megabytes(24));
		await until(
			async () => (await closedAsStalled()) - before === 1,
			'the stalled reader to be counted as closed with 4408'
		);
		await witness.next('message', count);
		expect(witness.closed).toBeNull();
		raw.socket.destroy();
		witness.close();
		await until(async () => (await connections()) === 0, 'all connections to be closed');
	});

	it('over polling is closed with 4408 if it never polls again [close-4408]', async () => {
		const room = newRoom();
		const before = await closedAsStalled();
		const { send } = await openPolling(server);
		await send('40');
		await send(`420["join-room",{"room":"${room}"}]`);
		await until(async () => (await connections()) === 1, 'the reader to be counted as connected');
		await flood(server, room, megabytes(3));
		await until(
			async () => (await closedAsStalled()) - before === 1,
			'the silent reader to be counted as closed with 4408'
		);
		await until(async () => (await connections()) === 0, 'all connections to be closed');
	});
});

describe('V14: a connection that never joins a namespace', () => {
	it('counts as a connection from the start until it closes', async () => {
		const small = await startServer({ MAX_CONNECTIONS_PER_IP: '2' });
		const raws = [await RawClient.connect(small), await RawClient.connect(small)];
		for (const raw of raws) await raw.upgrade('/socket.io/?EIO=4&transport=websocket');
		const plain = new WebSocketTestClient(small, '?room=lobby');
		expect(await plain.ended()).toMatchObject({ code: 1013 });
		const late = new SocketIoTestClient(small);
		expect(await late.refused()).toMatchObject({
			code: 'full',
			retryAfterMs: expect.any(Number)
		});
		for (const raw of raws) raw.socket.destroy();
		await until(async () => {
			const again = new WebSocketTestClient(small, '?room=lobby');
			await until(() => again.closed ?? again.of('welcome')[0], 'a welcome or a close');
			again.close();
			return again.closed === null;
		}, 'a connection to be accepted');
		await small.close();
	});
});
