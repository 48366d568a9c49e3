import { WebSocket } from 'ws';
import { pingStrikeCounter, type Strikes } from '../../guards/strikes.ts';

/** A `ws` socket below Engine.IO that says so before it ends a connection by itself. */
export class FaultSocket extends WebSocket {
	/** Called with the close code, while something can still be said. */
	onFault: ((code: number) => void) | undefined;
	/** Most connections never get a ping frame. */
	#pings: Strikes | undefined;

	/** Answers a ping frame. Left to `ws`, a burst of more than 60 would cut the connection without a word. */
	pinged(data: Buffer): void {
		if (this.readyState !== WebSocket.OPEN) return;
		this.#pings ??= pingStrikeCounter();
		if (this.#pings.add(performance.now())) this.close(4429);
		else this.pong(data);
	}

	/**
	 * After a protocol error (1002, 1007, 1009) `ws` calls this with a code and no reason; Engine.IO, whose
	 * own `closing` is out by then, with neither.
	 */
	override close(code?: number, reason?: string | Buffer): void {
		if (code !== undefined && reason === undefined) this.onFault?.(code);
		super.close(code, reason);
	}
}

/** One function for all sockets. */
export function onPing(this: WebSocket, data: Buffer): void {
	if (this instanceof FaultSocket) this.pinged(data);
}
