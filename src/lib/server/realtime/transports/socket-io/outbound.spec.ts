import { EventEmitter } from 'node:events';
import { Socket as NetSocket } from 'node:net';
import type { Socket as EngineSocket, Transport } from 'engine.io';
import { expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { outboundBudgetBytes } from '../../limits.ts';
import { outboundOf } from './outbound.ts';
import { pairs, type EngineWebSocket } from './socket.ts';

const batch = (bytes: number) => ({
	texts: ['x'.repeat(bytes)],
	pieces: [Buffer.alloc(bytes)]
});

/** A connection of Engine.IO whose transport takes no packets. */
function openConnection() {
	const conn = Object.assign(new EventEmitter(), {
		readyState: 'open',
		transport: { writable: false } as Transport,
		write: vi.fn((data: string) => conn.emit('packetCreate', { data })),
		close: vi.fn()
	});
	return conn;
}

it.each(['websocket', 'polling'])(
	'nothing is written to a reader over %s after too much for it, even if it would fit',
	async (name) => {
		const conn = openConnection();
		const socket = new NetSocket();
		const unsent = vi.spyOn(socket, 'writableLength', 'get').mockReturnValue(0);
		const write = vi.spyOn(socket, 'write').mockReturnValue(false);
		if (name === 'websocket') {
			const ws = { readyState: WebSocket.OPEN } as EngineWebSocket;
			pairs.set(conn.transport, { ws, socket });
		}
		const outbound = outboundOf(conn as unknown as EngineSocket);
		outbound.write(batch(outboundBudgetBytes - 1));
		unsent.mockReturnValue(outboundBudgetBytes - 1);
		outbound.write(batch(2));
		unsent.mockReturnValue(0);
		conn.emit('flush');
		outbound.write(batch(1));
		const written = [...write.mock.calls, ...conn.write.mock.calls].map(([{ length }]) => length);
		expect(written).not.toContain(1);
		await vi.waitFor(() => expect(conn.close).toHaveBeenCalledOnce());
	}
);
