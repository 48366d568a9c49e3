import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { parseConfig } from '../../config.ts';
import { MemoryBroker } from '../broker/memory.ts';
import { MemoryPresence } from '../broker/memory-presence.ts';
import { Hub } from '../hub.ts';
import { Sessions } from '../session/sessions.ts';
import { WebSocketTransport } from './websocket.ts';

it('says nothing before the welcome, however long the broker takes', async () => {
	let answerRead: () => void = () => undefined;
	class SlowBroker extends MemoryBroker {
		override async read(...args: Parameters<MemoryBroker['read']>) {
			await new Promise<void>((resolve) => (answerRead = resolve));
			return super.read(...args);
		}
	}
	const config = parseConfig({ OPEN_ROOMS: '1' });
	const broker = new SlowBroker({ maxRooms: 1 });
	const transport = new WebSocketTransport({
		config,
		hub: new Hub(broker, new MemoryPresence(), 'instance'),
		sessions: new Sessions(config),
		log: pino({ level: 'silent' }),
		isDraining: () => false
	});
	const server = createServer().on('upgrade', transport.upgrade).listen(0, '127.0.0.1');
	await once(server, 'listening');

	const ws = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws?room=r`);
	const types: string[] = [];
	ws.on('message', (data: Buffer) => {
		const { type } = JSON.parse(data.toString()) as { type: string };
		// The pong shows that the message before the ping has been dealt with as far as it can be.
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
	transport.close();
	server.close();
	await broker.close();
});
