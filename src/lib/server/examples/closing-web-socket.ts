import { WebSocket } from 'ws';
import { outboundBudgetBytes } from '../realtime/limits.ts';
import { ServerWebSocket } from '../realtime/wire/server-web-socket.ts';
import { closeKind, type CloseCode } from '../../protocol/close-codes.ts';

/** Why the server closes a connection, and after how many ms the client may reconnect. */
interface Closing {
	reason?: string | undefined;
	retryAfterMs?: number | undefined;
}

/** A WebSocket that sends `closing`, with the reason and the delay, before its close frame. */
export class ClosingWebSocket extends ServerWebSocket {
	protected override beforeProtocolClose(code: number): void {
		this.#sendClosing(code, {});
	}

	/** Sends JSON, or closes with 4408 if the client has left too much unread. */
	sendText(json: string): void {
		if (this.#reserve(Buffer.byteLength(json))) this.send(json);
	}

	/** Answers a ping frame, or closes with 4408 if the client has left too much unread. */
	answerPing(data: Buffer): void {
		if (this.#reserve(data.length)) this.pong(data);
	}

	/** Sends `closing` and closes. The default reason is that of the code. */
	closeWith(code: CloseCode, closing: Closing = {}): void {
		this.resume(); // a paused socket would not receive the answer to its close frame
		this.#sendClosing(code, closing);
		super.close(code, closing.reason ?? closeKind(code).reason ?? '');
	}

	/** Whether this many bytes may be queued; closes the connection if there are too many. */
	#reserve(bytes: number): boolean {
		if (this.readyState !== WebSocket.OPEN) return false;
		if (this.bufferedAmount + bytes <= outboundBudgetBytes) return true;
		this.closeWith(4408);
		return false;
	}

	#sendClosing(code: number, { reason = closeKind(code).reason, retryAfterMs }: Closing): void {
		if (this.readyState !== WebSocket.OPEN) return;
		this.send(JSON.stringify({ type: 'closing', code, reason, retryAfterMs }));
	}
}
