import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { opcodes, RawClient } from './lib/raw.ts';
import { startServer, type TestServer } from './lib/server.ts';
import { until } from './lib/wait.ts';

let server: TestServer;
beforeAll(async () => void (server = await startServer()));
afterAll(() => server.close());

const bytesOf = (closeCode: number) => Buffer.from([closeCode >> 8, closeCode & 0xff]);
/** The header of an unmasked close frame with a code and no reason. */
const closeHeader = Buffer.from([0x88, 2]);

const open = () => new WebSocketTestClient(server, `?room=r-${randomId(8)}`);

/** Checks that the server still serves others, after invalid input. */
async function expectAlive() {
	const client = open();
	await client.next('welcome');
	expect(await client.publish('still here')).toMatchObject({ type: 'ack' });
	client.close();
}

it('V8: a frame of more than 64 KiB closes the connection with 1009; a smaller one is accepted [close-1009]', async () => {
	const client = open();
	await client.next('welcome');
	client.send({ type: 'ping', filler: 'x'.repeat(64 * 1024 - 40) });
	await client.next('pong');
	client.send({ type: 'ping', filler: 'x'.repeat(64 * 1024) });
	expect(await client.ended()).toMatchObject({ code: 1009 });
	expect(client.of('closing')).toEqual([{ type: 'closing', code: 1009, reason: 'too_large' }]);
});

it('a binary message closes the connection with 1003 [close-rfc]', async () => {
	const client = open();
	await client.next('welcome');
	client.ws.send(Buffer.from([1, 2, 3]));
	expect(await client.ended()).toMatchObject({ code: 1003 });
	expect(client.of('closing')).toEqual([{ type: 'closing', code: 1003 }]);
});

it.each([
	['invalid UTF-8', opcodes.text, Buffer.from([0xc3, 0x28]), 1007],
	['a reserved opcode', 0x3, Buffer.from('x'), 1002],
	['a ping that is too long', opcodes.ping, Buffer.alloc(126), 1002],
	['a reserved close code', opcodes.close, bytesOf(1005), 1002]
])(
	'V6: %s closes the connection with its code, and the server keeps running [close-rfc]',
	async (_, opcode, payload, code) => {
		const client = await RawClient.connect(server);
		expect(await client.upgrade('/ws?room=frames')).toBe(101);
		client.frame(opcode, payload);
		const closeFrame = Buffer.concat([closeHeader, bytesOf(code)]);
		await until(() => client.received.includes(closeFrame), `close frame ${code}`);
		expect(client.received.toString()).toContain(`{"type":"closing","code":${code}`);
		client.socket.destroy();
		await expectAlive();
	}
);

it('V6: the server keeps running when sockets break at any moment', async () => {
	const path = `/ws?room=${randomId(8)}`;
	for (let n = 0; n < 30; n++) {
		const client = await RawClient.connect(server);
		if (n % 3 === 0) void client.upgrade(path).catch(() => undefined);
		else await client.upgrade(path);
		if (n % 3 === 1) client.frame(opcodes.text, 'incomplete', 5000);
		if (n % 2 === 0) client.socket.resetAndDestroy();
		else client.socket.destroy();
	}
	await expectAlive();
});
