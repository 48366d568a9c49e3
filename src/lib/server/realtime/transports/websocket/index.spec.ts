import { once } from 'node:events';
import { createServer } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { log, transportContext } from '../../fixture.ts';
import { MemoryBroker } from '../../broker/memory.ts';
import { newGuest } from '../../session/identity.ts';
import { WebSocketTransport } from './index.ts';

async function start(broker: MemoryBroker) {
	const { context, close } = transportContext(broker);
	const transport = new WebSocketTransport(context);
	const server = createServer().on('upgrade', transport.upgrade).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		hub: context.hub,
		connect: () =>
			new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws?room=r`),
		async close() {
			transport.close();
			server.close();
			await close();
		}
	};
}

it('V10: encodes a message once for all readers, and writes the messages of one turn together', async () => {
	const { hub, connect, close } = await start(new MemoryBroker({ maxRooms: 1, log }));
	const readers = Array.from({ length: 5 }, connect);
	const seen = readers.map(() => 0);
	for (const [index, reader] of readers.entries()) {
		reader.on('message', (data: Buffer) => {
			if (data.toString().startsWith('{"type":"message"')) seen[index] = (seen[index] ?? 0) + 1;
		});
		await once(reader, 'message');
	}
	const stringify = vi.spyOn(JSON, 'stringify');
	const write = vi.spyOn(Socket.prototype, 'write');
	for (const text of ['one', 'two', 'three']) {
		await hub.publish(newGuest(), 'r', { text }, 'http');
	}
	while (seen.some((count) => count < 3)) await new Promise((resolve) => setImmediate(resolve));
	const isMessage = ([value]: unknown[]) => (value as { type?: string }).type === 'message';
	expect(stringify.mock.calls.filter(isMessage)).toHaveLength(3);
	const carries = ([data]: unknown[]) => Buffer.isBuffer(data) && data.includes('"text":"one"');
	const writes = write.mock.calls.filter(carries);
	expect(writes).toHaveLength(readers.length);
	expect(new Set(writes.map(([data]) => data)).size).toBe(1);
	expect(writes[0]?.[0].toString()).toMatch(/one.*two.*three/s);
	vi.restoreAllMocks();
	for (const reader of readers) reader.terminate();
	await close();
});

it('sends nothing of the room before the welcome, however long the broker takes [order]', async () => {
	let answerRead: () => void = () => undefined;
	class SlowBroker extends MemoryBroker {
		override async read(...args: Parameters<MemoryBroker['read']>) {
			await new Promise<void>((resolve) => (answerRead = resolve));
			return super.read(...args);
		}
	}
	const { connect, close } = await start(new SlowBroker({ maxRooms: 1, log }));
	const ws = connect();
	const types: string[] = [];
	ws.on('message', (data: Buffer) => {
		const { type } = JSON.parse(data.toString()) as { type: string };
		// The pong shows that the message before the ping has been processed as far as possible.
		if (type === 'pong') answerRead();
		else if (type !== 'presence') types.push(type);
	});
	await once(ws, 'open');
	ws.send('{"type":"message","text":"early"}');
	ws.send('{"type":"ping"}');
	while (types.length < 3) await once(ws, 'message');
	expect(types[0]).toBe('welcome');
	expect(types.slice(1).sort()).toEqual(['ack', 'message']);

	ws.terminate();
	await close();
});
