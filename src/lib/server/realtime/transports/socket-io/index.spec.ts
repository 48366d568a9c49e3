import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { log, transportContext } from '../../fixture.ts';
import { MemoryBroker } from '../../broker/memory.ts';
import { newGuest } from '../../session/identity.ts';
import { Refusal } from '../../refusal.ts';
import { SocketIoTransport } from './index.ts';

/** A broker that becomes unavailable during a replay. */
class LosingBroker extends MemoryBroker {
	#pages = 0;

	override async read(...args: Parameters<MemoryBroker['read']>) {
		if (++this.#pages > 1) throw new Refusal('broker_unavailable', { retryAfterMs: 1000 });
		return super.read(...args);
	}
}

it('closes a connection whose replay fails after the welcome, so that the client reconnects and resumes', async () => {
	const { context, close } = transportContext(new LosingBroker({ maxRooms: 1, log }));
	const { hub } = context;
	const transport = new SocketIoTransport(context, null);
	const server = createServer().on('upgrade', transport.upgrade).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const stored = [];
	// More messages than fit into one page of a replay.
	for (let n = 0; n < 120; n++) {
		stored.push(await hub.publish(newGuest(), 'r', { text: 'x' }, 'http'));
	}
	const epoch = stored[0]?.id.split('.')[0] ?? '';

	const { port } = server.address() as AddressInfo;
	const client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false });
	const received: unknown[] = [];
	client.onAny((event: string, data: unknown) => received.push([event, data]));
	const gone = new Promise((resolve) => client.once('disconnect', resolve));
	const answer: unknown = await client.emitWithAck('join-room', { room: 'r', after: `${epoch}.0` });
	expect(answer).toMatchObject({ ok: true });
	await gone;
	expect(received.at(-1)).toEqual([
		'closing',
		{ code: 1013, reason: 'broker_unavailable', retryAfterMs: 1000 }
	]);
	expect(received).toHaveLength(51);
	expect(hub.size).toBe(0);
	await transport.close();
	server.close();
	await close();
});
