import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { fill, SocketIoTestClient, WebSocketTestClient } from '../contract/lib/client.ts';
import { publish } from '../contract/lib/http.ts';
import { frameBytes, opcodes, RawClient } from '../contract/lib/raw.ts';
import { startServer, type TestServer } from '../contract/lib/server.ts';
import { TraceClient } from '../contract/lib/trace-client.ts';
import { transports } from '../contract/lib/transports.ts';
import { until } from '../contract/lib/wait.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';

let server: TestServer;
/** Counts what passes between a reader and the server. */
let proxy: TcpProxy;
let trace: TraceClient;
beforeAll(async () => {
	server = await startServer();
	proxy = await TcpProxy.to(server.port);
});
afterAll(async () => {
	await proxy.close();
	await server.close();
});

/** The payload of a close frame with the code 1000. */
const normalClosure = Buffer.from([1000 >> 8, 1000 & 0xff]);

/** The bytes that a proxy has forwarded on all its connections. */
const total = ({ forwarded }: TcpProxy) =>
	sum(forwarded.map(({ fromClient, fromTarget }) => [fromClient, fromTarget]));

function sum(pairs: [number, number][]): { in: number; out: number } {
	return pairs.reduce(
		(total, [bytesIn, bytesOut]) => ({ in: total.in + bytesIn, out: total.out + bytesOut }),
		{ in: 0, out: 0 }
	);
}

/** Compares the recorded bytes of an exchange with the bytes that the proxy has counted. */
async function expectAllBytes(exchange: (room: string) => Promise<void>): Promise<void> {
	trace = await TraceClient.start(server);
	const before = total(proxy);
	await exchange(`trace-${randomId(8)}`);
	const recorded = () => sum(trace.of('close').map(({ bytesIn, bytesOut }) => [bytesIn, bytesOut]));
	const forwarded = () => {
		const after = total(proxy);
		return { in: after.in - before.in, out: after.out - before.out };
	};
	// A long poll that the client has just started may reach the server after the client has stopped.
	const isComplete = () =>
		trace.of('open').length === trace.of('close').length &&
		isDeepStrictEqual(recorded(), forwarded());
	await until(isComplete, 'the last close record').catch(() => undefined);
	expect(recorded()).toEqual(forwarded());
	for (const { connection, bytesIn, bytesOut } of trace.of('close')) {
		expect(trace.bytes(connection, 'in')).toHaveLength(bytesIn);
		expect(trace.bytes(connection, 'out')).toHaveLength(bytesOut);
	}
	expect(trace.of('open').every(({ isHeadExact }) => isHeadExact)).toBe(true);
	await trace.close();
}

describe.each(transports)('a trace of $name', ({ connect }) => {
	it('has every byte of a message that is sent and received [trace-bytes]', async () => {
		await expectAllBytes(async (room) => {
			const client = connect(proxy, { room, trace: trace.id });
			await client.ready();
			for (const text of ['こんにちは', '𠮷'.repeat(2000), 'a']) {
				expect(await client.publish(text)).toMatchObject({ type: 'ack' });
			}
			await client.texts(3);
			client.close();
		});
	});

	it('has every byte of a replay [trace-bytes]', async () => {
		await expectAllBytes(async (room) => {
			const epoch = await fill(server, room, 300);
			await publish(server, room, '𠮷'.repeat(2000));
			const client = connect(proxy, { room, after: `${epoch}.1`, trace: trace.id });
			expect(await client.texts(300)).toHaveLength(300);
			client.close();
		});
	});
});

it('a trace has every byte of Socket.IO from long polling to its upgrade [trace-bytes]', async () => {
	await expectAllBytes(async (room) => {
		const options = { room, query: { trace: trace.id }, transports: ['polling', 'websocket'] };
		const client = new SocketIoTestClient(proxy, options);
		await until(() => client.socket.io.engine.transport.name === 'websocket', 'the upgrade');
		expect(await client.ask('join-room', { room })).toMatchObject({ ok: true });
		expect(await client.ask('message', { room, text: 'hello' })).toMatchObject({ ok: true });
		client.close();
	});
	expect(trace.of('open').length).toBeGreaterThan(2);
});

it('a trace has every byte of pings, fragments and the closing handshake [trace-bytes]', async () => {
	await expectAllBytes(async (room) => {
		const client = await RawClient.connect(proxy);
		expect(await client.upgrade(`/ws?room=${room}&trace=${trace.id}`)).toBe(101);
		await until(() => client.text.includes('presence'), 'presence');
		client.frame(opcodes.ping, 'ping');
		const fragments = [
			{ opcode: opcodes.text, payload: '{"type":"mess', isLast: false },
			{ opcode: opcodes.ping, payload: 'between' },
			{ opcode: opcodes.continuation, payload: 'age","text":"parts"}' }
		];
		// One byte at a time, as a slow network may deliver them.
		for (const byte of Buffer.concat(fragments.map(frameBytes)))
			client.socket.write(Buffer.from([byte]));
		await until(() => client.text.includes('"type":"ack"'), 'ack');
		client.frame(opcodes.close, normalClosure);
		await client.ended();
	});
});

it('a trace has the frames that arrive together with an upgrade request [trace-bytes]', async () => {
	await expectAllBytes(async (room) => {
		const client = await RawClient.connect(proxy);
		const head = `GET /ws?room=${room}&trace=${trace.id} HTTP/1.1\r\nHost:   localhost  \r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
		client.socket.write(
			Buffer.concat([
				Buffer.from(head),
				frameBytes({ opcode: opcodes.text, payload: '{"type":"ping"}' })
			])
		);
		await until(() => client.text.includes('pong'), 'pong');
		client.frame(opcodes.close, normalClosure);
		await client.ended();
	});
	expect(trace.bytes(1, 'in').toString()).toContain('Host:   localhost  \r\n');
});

it('a trace has what the server sends before it closes a connection [trace-bytes]', async () => {
	await expectAllBytes(async () => {
		const client = WebSocketTestClient.connect(proxy, { room: '!', trace: trace.id });
		expect(await client.ended()).toMatchObject({ code: 4400 });
	});
	expect(trace.steps(1)).toEqual(expect.arrayContaining(['rejected', 'closing-sent']));
});

it.each([
	['in one piece', (bytes: string) => [bytes]],
	['byte by byte', (bytes: string) => [...bytes]]
])(
	'a trace has a chunked body that arrives %s, including its chunk headers [trace-bytes]',
	async (_, split) => {
		await expectAllBytes(async (room) => {
			const client = await RawClient.connect(proxy);
			const head = `POST /api/rooms/${room}/messages?trace=${trace.id} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n`;
			const body = '7;a=b\r\n{"text"\r\n00A\r\n:"chunked"\r\n1\r\n}\r\n0\r\nX: y\r\n\r\n';
			client.socket.write(`${head}Connection: close\r\n\r\n`);
			for (const part of split(body)) client.socket.write(part);
			await until(() => client.text.includes('201 Created'), 'the response');
			await client.ended();
		});
		expect(trace.bytes(1, 'in').toString()).toMatch(
			/00A\r\n:"chunked"\r\n1\r\n\}\r\n0\r\nX: y\r\n\r\n$/
		);
	}
);

it('a trace has the interim response 100 Continue [trace-bytes]', async () => {
	await expectAllBytes(async (room) => {
		const client = await RawClient.connect(proxy);
		client.socket.write(
			`POST /api/rooms/${room}/messages?trace=${trace.id} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n`
		);
		await until(() => client.text.includes('100 Continue'), 'the interim response');
		client.socket.write('{"text":"a"}');
		await client.ended();
	});
	expect(trace.bytes(1, 'out').toString()).toMatch(
		/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201/
	);
});

it('a trace reconstructs a request head that arrives in several pieces, and marks it as inexact [trace-bytes]', async () => {
	trace = await TraceClient.start(server);
	const client = await RawClient.connect(server);
	const head = `GET /api/rooms/trace-${randomId(8)}/poll?after=none.0&trace=${trace.id} HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n`;
	client.socket.write(head.slice(0, 20));
	// When this later request is answered, the server has read the first piece.
	await publish(server, `trace-${randomId(8)}`, 'later');
	client.socket.write(head.slice(20));
	await trace.ended(1);
	expect(trace.bytes(1, 'in').toString()).toBe(head);
	expect(trace.bytes(1, 'out').toString()).toBe(client.text);
	expect(trace.of('open')[0]?.isHeadExact).toBe(false);
	client.socket.destroy();
	await trace.close();
});
