import { WebSocket } from 'ws';
import { maxPayloadBytes } from '../../../protocol/client-event.ts';

/** How long a peer may take to answer a close frame (RFC 6455 §7.1.1). */
const closeTimeoutMs = 2000;

// #region options
/** どの WebSocket サーバーにも同じ設定。アップグレードは、1つの入口から受け取る */
export const webSocketOptions = {
	noServer: true,
	maxPayload: maxPayloadBytes,
	// 圧縮は接続ごとにメモリーを使い、秘密と並べて縮めると、長さから中身が漏れうる
	perMessageDeflate: false,
	closeTimeout: closeTimeoutMs,
	// ping には自分で答える。ws にまかせると、一度に60を超えて届いた接続は、理由も告げずに切られる
	autoPong: false
};
// #endregion options

/**
 * A `ws` socket that can still send something before `ws` closes it.
 *
 * After a protocol error (1002, 1007, 1009) `ws` closes the connection by itself, and calls `close` with a
 * code and no reason. All calls of our own give a reason.
 */
export abstract class ServerWebSocket extends WebSocket {
	/** `ws` is about to close the connection with this code. */
	protected abstract beforeProtocolClose(code: number): void;

	override close(code?: number, reason?: string | Buffer): void {
		if (code !== undefined && reason === undefined) this.beforeProtocolClose(code);
		super.close(code, reason);
	}
}
