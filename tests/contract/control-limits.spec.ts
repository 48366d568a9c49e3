import { beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from './lib/brokers.ts';
import { SocketIoTestClient, WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { request, signIn } from './lib/http.ts';
import { newAddress } from './lib/new-address.ts';
import { numbers } from './lib/numbers.ts';
import { frameBytes, opcodes, RawClient } from './lib/raw.ts';
import type { TestServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

const newRoom = () => `control-${randomId(8)}`;
const limited = { code: 'rate_limited', retryAfterMs: expect.any(Number) };

onEachBroker((instances) => {
	const env = { RATE_LIMIT_MESSAGES: '3/60', ADDRESS_HEADER: 'x-client' };
	let server: TestServer;
	let other: TestServer;
	beforeAll(async () => {
		[server, other] = await instances.startPair(env);
	});
	const guest = (address = newAddress()) => ({ 'x-client': address });

	describe('joins, leaves and pings', () => {
		it('have their own budget over Socket.IO: the excess is rejected, and messages still pass [settings-rate-control]', async () => {
			const client = await SocketIoTestClient.connected(server, { headers: guest() });
			const [a, b] = [newRoom(), newRoom()];
			expect(await client.ask('join-room', { room: a })).toMatchObject({ ok: true });
			expect(await client.ask('leave-room', { room: a })).toEqual({ ok: true });
			expect(await client.ask('join-room', { room: b })).toMatchObject({ ok: true });
			for (const [event, room] of [
				['join-room', a],
				['leave-room', b],
				['leave-room', a]
			] as const) {
				const refused = await client.ask(event, { room });
				expect(refused).toMatchObject({ ok: false, ...limited });
				expect(refused['retryAfterMs']).toBeLessThanOrEqual(60_000);
			}
			expect(await client.ask('message', { room: b, text: 'x' })).toMatchObject({ ok: true });
			client.close();
		});

		it('share one budget over a WebSocket, as messages and as ping frames [settings-rate-control]', async () => {
			const client = WebSocketTestClient.connect(server, { room: newRoom(), headers: guest() });
			await client.ready();
			let pongs = 0;
			client.ws.on('pong', () => (pongs += 1));
			client.ws.ping();
			client.send({ type: 'ping' });
			client.ws.ping();
			await client.next('pong');
			await until(() => pongs === 2, 'two pong frames');
			client.send({ type: 'ping' });
			client.ws.ping();
			client.send({ type: 'auth', ticket: 'none' });
			await client.next('error', 3);
			expect(client.of('error')).toMatchObject([limited, limited, limited]);
			expect([pongs, client.of('pong').length, client.closed]).toEqual([2, 1, null]);
			expect(await client.publish('still works')).toMatchObject({ type: 'ack' });
			client.close();
		});

		it('L2 L5: have one budget per session, over all connections, transports and instances [settings-rate-control]', async () => {
			const { cookie } = await signIn(server, 'Ada');
			const one = await SocketIoTestClient.connected(server, { headers: { cookie } });
			const two = WebSocketTestClient.connect(other, { room: newRoom(), headers: { cookie } });
			await two.ready();
			expect(await one.ask('join-room', { room: newRoom() })).toMatchObject({ ok: true });
			two.send({ type: 'ping' });
			await two.next('pong');
			expect(await one.ask('join-room', { room: newRoom() })).toMatchObject({ ok: true });
			two.send({ type: 'ping' });
			expect(await two.next('error')).toMatchObject(limited);
			one.close();
			const again = await SocketIoTestClient.connected(other, { headers: { cookie } });
			expect(await again.ask('join-room', { room: newRoom() })).toMatchObject(limited);
			two.close();
			again.close();
		});

		it('L2: have ten times that budget for all guests of an address together [settings-rate-control]', async () => {
			const headers = guest();
			const answers: unknown[] = [];
			for (const n of numbers(11)) {
				const client = await SocketIoTestClient.connected(n % 2 === 0 ? server : other, {
					headers
				});
				for (const room of numbers(3).map(newRoom)) {
					answers.push((await client.ask('join-room', { room }))['ok']);
				}
				client.close();
			}
			expect(answers).toEqual([...Array<boolean>(30).fill(true), false, false, false]);
			const guestElsewhere = await SocketIoTestClient.connected(server, { headers: guest() });
			expect(await guestElsewhere.ask('join-room', { room: newRoom() })).toMatchObject({
				ok: true
			});
			guestElsewhere.close();
		});
	});

	it('new sessions of one address share a budget, and so do tickets of one session [settings-rate-control]', async () => {
		const headers = guest();
		const begin = () => request(server, 'POST', '/api/session', { name: 'Ada' }, headers);
		for (let i = 0; i < 30; i++) expect((await begin()).status).toBe(200);
		const refused = await begin();
		expect([refused.status, refused.body?.['code']]).toEqual([429, 'rate_limited']);
		expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);

		const { cookie } = await signIn(server, 'Grace');
		const ticket = (at: TestServer) =>
			request(at, 'POST', '/api/tickets', undefined, { cookie, ...guest() });
		for (const at of [server, other, server]) expect((await ticket(at)).status).toBe(200);
		expect((await ticket(other)).status).toBe(429);
	});

	describe('L7: fifty violations within ten seconds close a connection with the reason', () => {
		it.each(['join-room', 'leave-room', 'message'])(
			'over Socket.IO for %s [close-4429]',
			async (event) => {
				const client = await SocketIoTestClient.connected(server, { headers: guest() });
				// The client has not joined these rooms: rejected events count too.
				for (const room of numbers(80).map(newRoom)) client.socket.emit(event, { room, text: 'x' });
				expect(await client.ended()).toMatchObject({ code: 4429 });
				expect(client.of('closing')).toMatchObject([{ code: 4429, reason: 'rate_limited' }]);
			}
		);

		it.each([
			['ping messages', (client: WebSocketTestClient) => client.send({ type: 'ping' })],
			['ping frames', (client: WebSocketTestClient) => client.ws.ping()]
		])('over a WebSocket for %s', async (_, ping) => {
			const client = WebSocketTestClient.connect(server, { room: newRoom(), headers: guest() });
			await client.ready();
			for (let i = 0; i < 300; i++) ping(client);
			expect(await client.ended()).toEqual({ code: 4429, reason: 'rate limit' });
			expect(client.of('error')).toHaveLength(50);
			expect(client.of('closing')).toMatchObject([{ code: 4429, reason: 'rate_limited' }]);
		});
	});
});

describe('a burst of ping frames', () => {
	const server = fileServer();
	const burst = (count: number) =>
		Buffer.concat(
			numbers(count).map((n) => frameBytes({ opcode: opcodes.ping, payload: `ping ${n}` }))
		);

	it('is answered ping by ping, even if it is long', async () => {
		const raw = await RawClient.connect(server);
		await raw.upgrade(`/ws?room=${newRoom()}`);
		await until(() => raw.text.includes('"welcome"'), 'the welcome');
		raw.socket.write(burst(200));
		await until(() => raw.text.includes('ping 199'), 'the last pong');
		expect(raw.text.match(/ping \d+/g)).toEqual(numbers(200).map((n) => `ping ${n}`));
		expect(raw.closeCode).toBeNull();
		raw.socket.destroy();
	});

	it('on the WebSocket below Socket.IO closes the connection with 4429, and the client gets the reason', async () => {
		const raw = await RawClient.connect(server);
		await raw.upgrade('/socket.io/?EIO=4&transport=websocket');
		raw.frame(opcodes.text, '40');
		await until(() => raw.text.includes('40{"sid"'), 'the handshake of Socket.IO');
		raw.socket.write(burst(200));
		await raw.ended();
		expect(raw.text).toContain('["closing",{"code":4429');
		expect(raw.closeCode).toBe(4429);
	});
});
