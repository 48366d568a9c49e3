import type { IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { Server as Engine, type Transport } from 'engine.io';
import { WebSocket, WebSocketServer, type ServerOptions } from 'ws';
import { pingFrameCounter, type ViolationCounter } from '../../guards/violations.ts';
import { linkSubject } from '../../tap/steps.ts';
import { rejectHandshake } from '../../wire/reject-upgrade.ts';
import { ServerWebSocket, webSocketOptions } from '../../wire/server-web-socket.ts';

/** A `ws` socket below Engine.IO. */
export class EngineWebSocket extends ServerWebSocket {
	/** Called with the close code before `ws` closes the connection by itself. */
	onProtocolError: ((code: number) => void) | undefined;
	/** Most connections never get a ping frame. */
	#pings: ViolationCounter | undefined;

	/** Answers a ping frame, which Socket.IO's clients never send; too many of them close the connection. */
	answerPing(data: Buffer): void {
		if (this.readyState !== WebSocket.OPEN) return;
		this.#pings ??= pingFrameCounter();
		if (this.#pings.add(performance.now())) this.close(4429);
		else this.pong(data);
	}

	protected override beforeProtocolClose(code: number): void {
		this.onProtocolError?.(code);
	}
}

/** One listener for the pings of all sockets: `this` is the socket. */
function onPing(this: WebSocket, data: Buffer): void {
	if (this instanceof EngineWebSocket) this.answerPing(data);
}

/** The WebSocket server below Engine.IO, with the options of all WebSocket servers here. */
export class EngineWebSocketServer extends WebSocketServer<typeof EngineWebSocket> {
	constructor(options: ServerOptions<typeof EngineWebSocket>) {
		super({ ...options, ...webSocketOptions, WebSocket: EngineWebSocket });
		this.on('wsClientError', rejectHandshake);
	}
}

/** The sockets below an Engine.IO transport that is a WebSocket. */
export interface WebSocketPair {
	ws: EngineWebSocket;
	socket: NetSocket;
}

export const pairs = new WeakMap<Transport, WebSocketPair>();

/** Engine.IO that stores the sockets below each WebSocket transport in `pairs`. */
export class TrackingEngine extends Engine {
	protected override createTransport(
		name: 'polling' | 'websocket' | 'webtransport',
		req: IncomingMessage & { websocket?: unknown }
	): Transport {
		const transport = super.createTransport(name, req);
		linkSubject(transport, req);
		const { websocket: ws, socket } = req;
		if (ws instanceof EngineWebSocket) pairs.set(transport, { ws: ws.on('ping', onPing), socket });
		return transport;
	}
}
