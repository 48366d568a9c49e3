import { afterEach, describe, expect, it } from 'vitest';
import { randomId } from '../../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from '../lib/client.ts';
import { request } from '../lib/http.ts';
import { serverWithOtherClients } from '../lib/other-clients.ts';
import { frameBytes, opcodes, RawClient } from '../lib/raw.ts';
import { until } from '../lib/wait.ts';

const room = `slow-${randomId(8)}`;
const upgrade =
	'Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
	'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const post = `POST /api/rooms/${room}/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;

/** Incomplete requests, sent one byte at a time. */
const unfinished: readonly (readonly [string, string])[] = [
	['nothing at all', ''],
	['half a request line', `GET /api/rooms/${room}/events`],
	['headers without end', `GET /api/rooms/${room}/poll HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n`],
	['half an upgrade', `GET /ws?room=${room} HTTP/1.1\r\n${upgrade}`],
	[
		'half an upgrade of Socket.IO',
		`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n${upgrade}`
	],
	['the start of a body', `${post}Content-Length: 60000\r\n\r\n{"text":"`],
	['half a chunk', `${post}Transfer-Encoding: chunked\r\n\r\n5\r\n{"te`]
];

const setup = serverWithOtherClients({ MAX_CONNECTIONS: '60' });
const slowClients: RawClient[] = [];
afterEach(() => {
	for (const { socket } of slowClients.splice(0)) socket.destroy();
});

async function crowd(count: number): Promise<RawClient[]> {
	const clients = await Promise.all(
		Array.from({ length: count }, () => RawClient.connect(setup.server))
	);
	slowClients.push(...clients);
	return clients;
}

describe('slow clients', () => {
	it.each(unfinished)(
		'a hundred clients that send %s block nobody and do not count as connections',
		async (_, text) => {
			const clients = await crowd(100);
			for (const byte of Buffer.from(text)) {
				for (const { socket } of clients) socket.write(Buffer.of(byte));
				await new Promise((resolve) => setImmediate(resolve));
			}
			await setup.others.publish();
			// The limit is 60: incomplete requests must not count.
			const late = new WebSocketTestClient(setup.server, `?room=${room}`);
			await late.next('welcome');
			late.close();
		}
	);

	it('a frame that arrives byte by byte, or only in part, blocks nobody', async () => {
		const clients = await crowd(30);
		const path = `/ws?room=${room}`;
		expect(await Promise.all(clients.map((client) => client.upgrade(path)))).not.toContain(503);
		const frame = frameBytes({
			opcode: opcodes.text,
			payload: '{"type":"message","text":"drop by drop"}'
		});
		for (const [n, byte] of frame.entries()) {
			for (const [k, { socket }] of clients.entries()) {
				// Half of them stop before the end.
				if (k % 2 === 0 || n < frame.length - 1) socket.write(Buffer.of(byte));
			}
			if (n % 10 === 0) await setup.others.publish();
		}
		const acks = () => clients.filter(({ text }) => text.includes('"ack"')).length;
		await until(() => acks() === clients.length / 2, 'the acks for the complete frames');
	});

	it('a silent connection stays open and frees its place when it closes', async () => {
		const silent = await crowd(30);
		await Promise.all(silent.map((client) => client.upgrade(`/ws?room=${room}`)));
		await until(() => silent.every(({ text }) => text.includes('"welcome"')), 'all welcomes');
		const more = await crowd(40);
		await Promise.all(more.map((client) => client.upgrade(`/ws?room=${room}`)));
		await until(
			() => more.some(({ text }) => text.includes('"closing","code":1013')),
			'the first one too many'
		);
		for (const { socket } of slowClients.splice(0)) socket.destroy();
		await until(async () => {
			const path = `/api/rooms/${room}/poll?after=none.0`;
			const free = Array.from({ length: 50 }, () => request(setup.server, 'GET', path));
			return (await Promise.all(free)).every(({ status }) => status === 200);
		}, 'fifty places');
	});
});
