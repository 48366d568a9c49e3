import { WebSocket } from 'ws';

/** A `ws` socket below Engine.IO that says so before it ends a connection by itself. */
export class FaultSocket extends WebSocket {
	/** Called with the close code, while something can still be said. */
	onFault: ((code: number) => void) | undefined;

	/**
	 * After a protocol error (1002, 1007, 1009) `ws` calls this with a code and no reason; Engine.IO, whose
	 * own `closing` is out by then, with neither.
	 */
	override close(code?: number, reason?: string | Buffer): void {
		if (code !== undefined && reason === undefined) this.onFault?.(code);
		super.close(code, reason);
	}
}
