import { WebSocket } from 'ws';
import { closeKind, type CloseCode } from '../../protocol/close-codes.ts';

/** What may wait for a reader who does not read. */
const budgetBytes = 1024 * 1024;

/** Why the server ends a connection, and after how many ms the client may come back. */
interface Ending {
	reason?: string | undefined;
	retryAfterMs?: number | undefined;
}

/** A WebSocket whose other side is told in words, before the close frame, why and until when it ends. */
export class ToldSocket extends WebSocket {
	/**
	 * `ws` ends a connection by itself after a protocol error (1002, 1007, 1009) and calls this without a
	 * reason: the only moment at which the reader can still be told. When it answers the reader's own close
	 * frame, the reason is the reader's.
	 */
	override close(code?: number, reason?: string | Buffer): void {
		if (code !== undefined && reason === undefined) this.#tell(code, {});
		super.close(code, reason);
	}

	/** Sends JSON. Who does not read is closed with 4408. */
	say(json: string): void {
		if (this.readyState !== WebSocket.OPEN) return;
		if (this.bufferedAmount + Buffer.byteLength(json) > budgetBytes) this.end(4408);
		else this.send(json);
	}

	/** Answers a ping frame. Who does not read is closed with 4408. */
	answerPing(data: Buffer): void {
		if (this.readyState !== WebSocket.OPEN) return;
		if (this.bufferedAmount + data.length > budgetBytes) this.end(4408);
		else this.pong(data);
	}

	/** Says why, and closes. The reason is the code's own unless a more exact one is given. */
	end(code: CloseCode, ending: Ending = {}): void {
		this.resume(); // a paused socket would not hear the answer to its close frame
		this.#tell(code, ending);
		super.close(code, ending.reason ?? closeKind(code).reason ?? '');
	}

	#tell(code: number, { reason = closeKind(code).reason, retryAfterMs }: Ending): void {
		if (this.readyState !== WebSocket.OPEN) return;
		this.send(JSON.stringify({ type: 'closing', code, reason, retryAfterMs }));
	}
}
