import { WebSocket } from 'ws';
import { maxPayloadBytes } from '../../../protocol/client-event.ts';

/** How long a peer may take to answer a close frame (RFC 6455 §7.1.1). */
const closeTimeoutMs = 2000;

// #region options
/** すべての WebSocket サーバーに共通の設定。アップグレードは、1か所で受け付ける */
export const webSocketOptions = {
	noServer: true,
	maxPayload: maxPayloadBytes,
	// 圧縮は接続ごとにメモリーを使い、秘密情報と一緒に圧縮すると、長さから内容が漏れうる
	perMessageDeflate: false,
	closeTimeout: closeTimeoutMs,
	// ping には自前で応答する。ws に任せると、一度に60を超えて届いた接続が、理由なしに切断される
	autoPong: false
};
// #endregion options

/**
 * A `ws` socket that can still send something before `ws` closes it.
 *
 * After a protocol error (1002, 1007, 1009) `ws` closes the connection by itself, and calls `close` with a
 * code and no reason. All calls in this project give a reason, so a call without one comes from `ws`.
 */
export abstract class ServerWebSocket extends WebSocket {
	/** `ws` is about to close the connection with this code. */
	protected abstract beforeProtocolClose(code: number): void;

	override close(code?: number, reason?: string | Buffer): void {
		if (code !== undefined && reason === undefined) this.beforeProtocolClose(code);
		super.close(code, reason);
	}
}
