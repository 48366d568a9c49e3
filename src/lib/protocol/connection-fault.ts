import * as v from 'valibot';

/**
 * クライアントが接続に付ける、24文字の乱数の名前。知っているのは、その接続を開いたクライアントだけ。同じクライアントが
 * 同じ名前で接続し直すと、名前は新しい接続を指す
 */
export const connectionNamePattern = /^[a-z0-9]{24}$/;

/**
 * 自分の接続に起こせる障害
 * - `hold`: サーバーが書いたデータを、送らずにサーバーにためる。`release` で送る
 * - `delay`: サーバーが書いたデータを、最大1秒ためてから送る。`release` で終わる
 * - `duplicate`: イベントを2回続けて書く。`release` で終わる
 * - `swallow`: どちらの方向のデータも届かない。切断の通知もない(ハーフオープン)
 * - `cut`: 通知なしに切断する。送信待ちのデータは破棄する
 */
export const FaultSchema = v.object({
	fault: v.picklist(['hold', 'delay', 'duplicate', 'release', 'swallow', 'cut']),
	/** この接続だけに起こす。名前がすでに別の接続を指していれば、何も起こさない */
	id: v.optional(v.string())
});

/** サーバーから見た接続の状態 */
export const ConnectionReportSchema = v.object({
	/** 名前が指している接続。同じ名前で接続し直すと、変わる */
	id: v.string(),
	/** 起きている障害。閉じた後は、閉じたときの障害 */
	fault: v.picklist(['none', 'hold', 'delay', 'duplicate', 'swallow', 'cut']),
	/** 送信待ちのバイト数。`cut` の後は、破棄したバイト数 */
	queuedBytes: v.number(),
	/** サーバーにとって閉じてからのミリ秒。開いていれば null */
	closedForMs: v.nullable(v.number()),
	/** サーバーが閉じたときのクローズコード。閉じたのがサーバーでないか、コードがなければ null */
	closedWith: v.nullable(v.number())
});

export type Fault = v.InferOutput<typeof FaultSchema>['fault'];
export type ConnectionReport = v.InferOutput<typeof ConnectionReportSchema>;

/** サーバーの応答を検証する。不正なら null */
export function parseConnectionReport(value: unknown): ConnectionReport | null {
	const result = v.safeParse(ConnectionReportSchema, value);
	return result.success ? result.output : null;
}
