import { describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { flood } from './lib/http.ts';
import { readMetric } from './lib/metrics.ts';
import { RawClient } from './lib/raw.ts';
import { startServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

const server = fileServer();

const open = (query = `?room=r-${randomId(8)}`, headers = {}, protocols?: string[]) =>
	new WebSocketTestClient(server, query, headers, protocols);

describe('the handshake', () => {
	it.each(['https://evil.example', 'http://localhost:1', 'https://localhost', 'null', ''])(
		'V5: answers origin "%s" with 403 before any handshake [origin]',
		async (origin) => {
			const client = await RawClient.connect(server);
			expect(await client.upgrade('/ws?room=x', { Origin: origin })).toBe(403);
			expect(client.received.toString()).toContain('"code":"forbidden_origin"');
			await client.ended();
		}
	);

	it('accepts its own origin and clients without one [origin]', async () => {
		const own = open(undefined, { origin: server.origin });
		const none = open();
		await Promise.all([own.next('welcome'), none.next('welcome')]);
		own.close();
		none.close();
	});

	it('accepts the configured origin and no other', async () => {
		const site = await startServer({ ORIGIN: 'https://site.example' });
		for (const [origin, status] of [
			['https://site.example', 101],
			['http://site.example', 403],
			['https://site.example.evil', 403]
		] as const) {
			const client = await RawClient.connect(site);
			expect(await client.upgrade('/ws?room=x', { Origin: origin })).toBe(status);
			client.socket.destroy();
		}
		await site.close();
	});

	it('selects the subprotocol if offered, and requires none [websocket-protocol]', async () => {
		const offered = open(undefined, {}, ['other', 'wirelab.v1']);
		await offered.next('welcome');
		expect(offered.ws.protocol).toBe('wirelab.v1');
		const without = open();
		await without.next('welcome');
		expect(without.ws.protocol).toBe('');
		for (const client of [offered, without]) client.close();
	});

	it.each(['/ws?room=r', '/socket.io/?EIO=4&transport=websocket'])(
		'does not negotiate compression at %s, though every browser offers it',
		async (path) => {
			const client = await RawClient.connect(server);
			const offer = { 'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits' };
			expect(await client.upgrade(path, offer)).toBe(101);
			expect(client.received.toString()).not.toMatch(/sec-websocket-extensions/i);
			client.socket.destroy();
		}
	);

	it.each([
		['', 'bad_room'],
		['?room=', 'bad_room'],
		['?room=A', 'bad_room'],
		[`?room=${'x'.repeat(65)}`, 'bad_room'],
		['?room=ok&after=nonsense', 'bad_cursor'],
		['?room=ok&after=a.1.2', 'bad_cursor']
	])(
		'rejects /ws%s with 4400 after the handshake, so that a browser can read the reason [after-bad, websocket-refusal, close-4400]',
		async (query, code) => {
			const client = open(query);
			expect(await client.ended()).toEqual({ code: 4400, reason: code });
			expect(client.of('error')[0]?.code).toBe(code);
			expect(client.of('closing')).toEqual([{ type: 'closing', code: 4400, reason: code }]);
			expect(client.of('welcome')).toEqual([]);
		}
	);
});

describe('messages', () => {
	it('V12: closes a stalled reader with 4408 and bounds its queue [close-4408]', async () => {
		const room = `slow-${randomId(8)}`;
		const series = 'wirelab_connections_closed_total{transport="websocket",code="4408"}';
		const before = await readMetric(server, series);
		const stalled = await RawClient.connect(server);
		expect(await stalled.upgrade(`/ws?room=${room}`)).toBe(101);
		await until(() => stalled.text.includes('"welcome"'), 'the welcome');
		stalled.socket.pause();
		const witness = open(`?room=${room}`);
		await witness.next('welcome');
		// More than the largest buffers of the kernel (tcp_rmem and tcp_wmem: 36 MiB), so that the server has to queue.
		const count = await flood(server, room, 48 * 1024 * 1024);
		await until(() => witness.of('message').at(-1)?.seq === count, 'the newest message');
		stalled.socket.resume();
		await stalled.ended();
		const seqs = [...stalled.text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
		expect(seqs).toEqual(Array.from(seqs, (_, n) => n + 1));
		expect(seqs.length).toBeLessThan(count);
		const isCounted = async () => (await readMetric(server, series)) === before + 1;
		await until(isCounted, 'the stalled reader to be counted as closed with 4408');
		expect(witness.closed).toBeNull();
		witness.close();
	}, 180_000);

	it.each(['', '{', 'null', '[]', '{"type":"join"}', '{"type":"message"}', '"x"'])(
		'V7: answers %j with a typed error and keeps the connection [error-stays]',
		async (text) => {
			const client = open();
			await client.next('welcome');
			client.ws.send(text);
			expect(await client.next('error')).toMatchObject({ code: 'bad_message' });
			expect(await client.publish('after it')).toMatchObject({ type: 'ack', seq: 1 });
			client.close();
		}
	);

	it('V9 W8: takes nothing from a message but its text [message-fields]', async () => {
		const client = open();
		const { user } = await client.next('welcome');
		client.send({
			type: 'message',
			text: 'hi',
			user: 'admin',
			id: 'x.1',
			seq: 99,
			timestamp: 1,
			via: 'http',
			room: 'elsewhere',
			extra: true,
			constructor: 1
		});
		const message = await client.next('message');
		expect(Object.keys(message).sort()).toEqual(
			['type', 'id', 'seq', 'room', 'user', 'text', 'timestamp', 'via'].sort()
		);
		expect(message).toMatchObject({ user, seq: 1, via: 'websocket' });
		client.close();
	});

	it('sends acks and errors with their clientId [websocket-events]', async () => {
		const client = open();
		expect(await client.publish('a', 'one')).toMatchObject({ type: 'ack', clientId: 'one' });
		expect(await client.publish('b', 'one')).toMatchObject({
			type: 'error',
			code: 'client_id_conflict',
			clientId: 'one'
		});
		client.close();
	});

	it('accepts 19 malformed messages in ten seconds and closes at the 20th with 4400 [close-4400]', async () => {
		const client = open();
		await client.next('welcome');
		for (let n = 0; n < 19; n++) client.ws.send('nonsense');
		await client.next('error', 19);
		expect(await client.publish('still open')).toMatchObject({ type: 'ack' });
		client.ws.send('nonsense');
		expect(await client.ended()).toMatchObject({ code: 4400 });
		expect(client.of('closing')).toEqual([{ type: 'closing', code: 4400, reason: 'bad_message' }]);
	});
});
