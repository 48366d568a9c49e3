import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { open } from '../../src/lib/examples/dashboard/socket.server.ts';
import { privateRoom } from '../../src/lib/protocol/room.ts';
import { onEachBroker } from '../contract/lib/brokers.ts';
import { startServer } from '../contract/lib/server.ts';
import { until } from '../contract/lib/wait.ts';

onEachBroker((instances) => {
	it('counts clients and messages', async () => {
		const { realtime, origin } = instances.first;
		const before = await realtime.examples.figures();
		const room = privateRoom('figures');
		const ws = new WebSocket(`${origin.replace('http', 'ws')}/ws?room=${room}`);
		const received: string[] = [];
		ws.on('message', (data: Buffer) => received.push(data.toString()));
		await until(() => received.some((text) => text.includes('"welcome"')), 'the welcome');
		ws.send(JSON.stringify({ type: 'message', text: 'a', clientId: 'figures-1' }));
		await until(() => received.some((text) => text.includes('"ack"')), 'the acknowledgement');
		await vi.waitFor(async () => {
			const now = await realtime.examples.figures();
			expect(now.connections['websocket']).toBe((before.connections['websocket'] ?? 0) + 1);
			expect(now.received).toBe(before.received + 1);
			expect(now.written).toBeGreaterThan(before.written);
		});
		ws.close();
		await vi.waitFor(async () => {
			const now = await realtime.examples.figures();
			expect(now.connections['websocket']).toBe(before.connections['websocket'] ?? 0);
		});
	});
});

it('counts the sockets of examples and their messages', async () => {
	const server = await startServer({}, undefined, (realtime) =>
		realtime.serveSocket('/api/examples/dashboard/socket', open)
	);
	const ws = new WebSocket(`${server.origin.replace('http', 'ws')}/api/examples/dashboard/socket`);
	await once(ws, 'open');
	ws.send('{"type":"knock","number":7}');
	const [answer] = (await once(ws, 'message')) as [Buffer];
	expect(JSON.parse(answer.toString())).toEqual({ type: 'knock', number: 7 });
	expect(await server.realtime.examples.figures()).toMatchObject({
		connections: { other: 1 },
		received: 1,
		written: 1
	});
	ws.send('{"type":"knock","number":"seven"}');
	const [refusal] = (await once(ws, 'message')) as [Buffer];
	expect(JSON.parse(refusal.toString())).toMatchObject({ type: 'error', code: 'bad_message' });
	ws.close();
	await once(ws, 'close');
	await server.close();
});

it('counts rejected connections', async () => {
	const server = await startServer();
	const ws = new WebSocket(`${server.origin.replace('http', 'ws')}/ws?room=a`, {
		origin: 'https://evil.example'
	});
	await once(ws, 'error');
	expect((await server.realtime.examples.figures()).refused).toBe(1);
	await server.close();
});
