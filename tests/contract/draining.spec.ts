import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { publish, request } from './lib/http.ts';
import { startServer } from './lib/server.ts';
import { openPolling } from './lib/socket-io.ts';
import { SseTestClient } from './lib/sse-client.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

/** Engine.IO's separator of the packets in a response, and its packet that closes the connection. */
const [packetSeparator, closePacket] = ['\x1e', '1'];

const room = `drain-${randomId(8)}`;

describe('a draining server', () => {
	it.each(transports)(
		'P9: asks clients over $name to reconnect at different times within five seconds [close-1012, closing, sigterm]',
		async ({ connect, isStream }) => {
			const server = await startServer();
			const clients = Array.from({ length: 8 }, () => connect(server, { room }));
			await Promise.all(clients.map((client) => client.ready()));
			const drained = server.realtime.drain();
			const waits: number[] = [];
			for (const client of clients) {
				expect(await client.ended()).toMatchObject({ code: 1012 });
				if (client instanceof WebSocketTestClient) {
					expect(client.closed?.reason).toBe('restarting');
				}
				const closing = isStream ? client.of('closing')[0] : client.refusal;
				if (isStream) expect(closing).toMatchObject({ code: 1012, reason: 'draining' });
				else expect(closing).toMatchObject({ code: 'draining' });
				waits.push(closing?.retryAfterMs ?? NaN);
				if (client instanceof SseTestClient) expect(client.retries.at(-1)).toBe(waits.at(-1));
			}
			for (const wait of waits) {
				expect(wait).toBeGreaterThanOrEqual(0);
				expect(wait).toBeLessThanOrEqual(5000);
			}
			expect(new Set(waits).size).toBeGreaterThan(1);
			await drained;
			await server.close();
		}
	);

	it.each(transports)(
		'rejects new connections over $name with a retry time [sse-final]',
		async ({ connect }) => {
			const server = await startServer();
			await server.realtime.drain();
			const late = connect(server, { room });
			expect(await late.refused()).toMatchObject({ code: 'draining' });
			if (late instanceof SseTestClient) {
				expect(late.response?.status).toBe(200);
				expect(late.retries).toEqual([late.of('closing')[0]?.retryAfterMs]);
			} else if (late instanceof WebSocketTestClient) {
				expect(late.of('closing')[0]?.retryAfterMs).toBeGreaterThanOrEqual(0);
			}
			late.close();
			await server.close();
		}
	);

	it('rejects publishing and polling over HTTP with a retry time', async () => {
		const server = await startServer();
		await server.realtime.drain();
		for (const answer of [
			await publish(server, room, 'late'),
			await request(server, 'GET', `/api/rooms/${room}/poll`)
		]) {
			expect([answer.status, answer.body?.['code']]).toEqual([503, 'draining']);
			expect(answer.headers.get('retry-after')).toMatch(/^[0-5]$/);
		}
		await server.close();
	});

	it('sends closing and the end in the next polls of a Socket.IO client that is between two polls [closing]', async () => {
		const server = await startServer();
		const { poll, send } = await openPolling(server);
		await send('40');
		expect(await poll()).toMatch(/^40/);
		const drained = server.realtime.drain();
		expect(await poll()).toMatch(/42\["closing",{"code":1012,/);
		expect((await poll()).split(packetSeparator)).toContain(closePacket);
		await drained;
		const unknown = `${server.origin}/socket.io/?EIO=4&transport=polling&sid=unknown`;
		expect((await fetch(unknown)).status).toBe(503);
		await server.close();
	});

	it('sends closing and the end in the next polls of a Socket.IO client whose poll was just answered [closing]', async () => {
		const server = await startServer();
		const busy = `busy-${randomId(8)}`;
		const { poll, send } = await openPolling(server);
		await send('40');
		expect(await poll()).toMatch(/^40/);
		await send(`42["join-room",{"room":"${busy}"}]`);
		let received = '';
		while (!received.includes('42["presence"')) received += await poll();
		const other = WebSocketTestClient.connect(server, { room: busy });
		await other.next('welcome');
		const pending = poll();
		await publish(server, busy, 'just before');
		await other.next('message');
		const drained = server.realtime.drain();
		received = await pending;
		while (!received.split(packetSeparator).includes(closePacket)) {
			received += packetSeparator + (await poll());
		}
		expect(received).toMatch(/42\["message",[^]*just before[^]*42\["closing",{"code":1012,/);
		await drained;
		await server.close();
	});

	it('closes the transport of a Socket.IO client, so that the client reconnects by itself [socket-io-closing]', async () => {
		const server = await startServer();
		const client = await SocketIoTestClient.connected(server, { reconnection: true });
		const attempts: unknown[] = [];
		client.socket.io.on('reconnect_attempt', (n) => attempts.push(n));
		await server.realtime.drain();
		expect(await client.ended()).toEqual({ code: 1012, reason: 'transport close' });
		await until(() => attempts[0], 'a reconnection attempt');
		client.close();
		await server.close();
	});
});
