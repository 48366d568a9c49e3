import type { RawData, WebSocket } from 'ws';
import { RoomSocket } from './connection.ts';

// One set of functions for all sockets: closures made for each of them are what ten thousand idle
// connections would mostly consist of.

export function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
	connectionOf(this)?.hear(data, isBinary);
}

export function onPing(this: WebSocket, data: Buffer): void {
	connectionOf(this)?.pinged(data);
}

export function onPong(this: WebSocket): void {
	const connection = connectionOf(this);
	if (connection !== undefined) connection.seenAt = performance.now();
}

export function onClose(this: WebSocket): void {
	connectionOf(this)?.gone();
}

/** After an error `ws` closes the socket, and `close` cleans up. */
export function ignoreError(): void {}

function connectionOf(ws: WebSocket) {
	return ws instanceof RoomSocket ? ws.connection : undefined;
}
