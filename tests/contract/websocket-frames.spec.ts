import { expect, it } from 'vitest';
import { randomId } from '../../src/lib/protocol/room.ts';
import { WebSocketTestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { opcodes, RawClient } from './lib/raw.ts';

const server = fileServer();

const open = () => new WebSocketTestClient(server, `?room=r-${randomId(8)}`);

it('V8: a frame of more than 64 KiB closes the connection with 1009; a smaller one is accepted [close-1009, websocket-events]', async () => {
	const client = open();
	await client.next('welcome');
	client.send({ type: 'ping', filler: 'x'.repeat(64 * 1024 - 40) });
	await client.next('pong');
	client.send({ type: 'ping', filler: 'x'.repeat(64 * 1024) });
	expect(await client.ended()).toMatchObject({ code: 1009 });
	expect(client.of('closing')).toEqual([{ type: 'closing', code: 1009, reason: 'too_large' }]);
});

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
	const other = open();
	expect(await other.publish('still here')).toMatchObject({ type: 'ack' });
	other.close();
});
