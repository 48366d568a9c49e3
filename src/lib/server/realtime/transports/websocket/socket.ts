import type { RawData, WebSocket } from 'ws';
import { reportStep } from '../../tap/steps.ts';
import { ServerWebSocket } from '../../wire/server-web-socket.ts';
import type { WebSocketConnection } from './connection.ts';

/** A `ws` socket that knows its connection, so that all sockets share one set of listeners. */
export class RoomSocket extends ServerWebSocket {
	connection: WebSocketConnection | undefined;

	override ping(...args: Parameters<ServerWebSocket['ping']>): void {
		super.ping(...args);
		reportStep(this.connection, 'ping-sent');
	}

	protected override beforeProtocolClose(code: number): void {
		this.connection?.beforeProtocolClose(code);
	}
}

/** The text of a message. With the default `binaryType` it is one Buffer. */
export function textOf(data: RawData): string {
	return (data as Buffer).toString();
}

/**
 * Adds the listeners of a connection. All sockets share them, because closures for each socket would be most of
 * the memory of an idle connection.
 */
export function addListeners(ws: RoomSocket): void {
	// Without a listener an error ends the process (V6). `ws` closes the socket after it.
	ws.on('error', ignoreError);
	ws.on('message', onMessage).on('ping', onPing).on('pong', onPong).on('close', onClose);
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
	connectionOf(this)?.onMessage(data, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
	connectionOf(this)?.onPing(data);
}

function onPong(this: WebSocket): void {
	connectionOf(this)?.onPong();
}

function onClose(this: WebSocket): void {
	connectionOf(this)?.onClose();
}

function ignoreError(): void {}

function connectionOf(ws: WebSocket): WebSocketConnection | undefined {
	return ws instanceof RoomSocket ? ws.connection : undefined;
}
