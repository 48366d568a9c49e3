import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { fileServer } from './lib/file-server.ts';
import { socketIoClients } from './lib/socket-io.ts';

const server = fileServer();

const { connected, expectAlive, newRoom } = socketIoClients(server);

describe('malformed events', () => {
	const events = ['join-room', 'leave-room', 'message'];

	it.each(events)(
		'I8: %s with a missing, null or invalid payload is answered [socket-io-acknowledged]',
		async (event) => {
			const client = await connected();
			for (const args of [
				[],
				[null],
				[undefined],
				[7],
				['general'],
				[[]],
				[{ room: { $gt: '' } }]
			]) {
				expect(await client.ask(event, ...args)).toMatchObject({
					ok: false,
					code: expect.stringMatching(/^bad_(message|room)$/),
					message: expect.any(String)
				});
			}
			client.close();
			await expectAlive();
		}
	);

	it('I8: an event without a callback is processed too', async () => {
		const client = await connected();
		const room = newRoom();
		client.socket.emit('join-room', { room });
		client.socket.emit('message', { room, text: 'no answer wanted' });
		client.socket.emit('message', null);
		client.socket.emit('leave-room');
		expect(await client.texts(1)).toEqual(['no answer wanted']);
		expect(client.socket.connected).toBe(true);
		client.close();
	});

	it('I8: an event with an unknown, inherited or internal name is rejected, and does not close the connection [socket-io-acknowledged]', async () => {
		const client = await connected();
		const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
		for (const event of [...inherited, 'nope', 'error', 'ping', 'data', 'close']) {
			expect(await client.ask(event, {})).toMatchObject({ ok: false, code: 'bad_request' });
		}
		expect(client.socket.connected).toBe(true);
		client.close();
		await expectAlive();
	});

	it('I22: 20 malformed events within ten seconds close the connection with the reason [close-4400]', async () => {
		const client = await connected();
		for (let n = 0; n < 20; n++) client.socket.emit('message', n);
		expect(await client.ended()).toEqual({ code: 4400, reason: 'transport close' });
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 4400, reason: 'bad_message' }]);
	});

	it.each(['websocket', 'polling'])(
		'I22: over %s more than 64 KiB close this connection only, with the reason [close-1009, closing]',
		async (transport) => {
			const client = await connected({ transports: [transport] });
			const room = newRoom();
			await client.ask('join-room', { room });
			client.socket.emit('message', { room, text: 'before' });
			client.socket.emit('message', { room, text: 'x'.repeat(70_000) });
			expect(await client.ended()).toMatchObject({ code: 1009 });
			expect(client.of('closing')).toEqual([{ type: 'closing', code: 1009, reason: 'too_large' }]);
			await expectAlive();
		}
	);

	it.each([
		['a packet that Socket.IO cannot read', '42['],
		['an unknown packet type', '4x'],
		['a packet that Engine.IO cannot read', 'x']
	])('%s closes the connection with the reason [closing]', async (_, frame) => {
		const client = await connected();
		(client.socket.io.engine.transport as unknown as { ws: WebSocket }).ws.send(frame);
		expect(await client.ended()).toMatchObject({ code: 4400 });
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 4400, reason: 'bad_message' }]);
		await expectAlive();
	});
});
