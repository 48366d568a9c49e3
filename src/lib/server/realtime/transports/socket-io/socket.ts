import { WebSocket } from 'ws';
import { pingFrameCounter, type ViolationCounter } from '../../guards/violations.ts';
import { ServerWebSocket } from '../../wire/server-web-socket.ts';

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

/** A listener for pings that all sockets share: `this` is the socket. */
export function onPing(this: WebSocket, data: Buffer): void {
	if (this instanceof EngineWebSocket) this.answerPing(data);
}
