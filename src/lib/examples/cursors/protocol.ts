import * as v from 'valibot';
import { NameSchema } from '../../protocol/name.ts';

/** ボード上の位置。左上が 0、右下が 1 */
const Place = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Yjs の差分。base64 にして送る */
const Update = v.pipe(v.string(), v.maxLength(48_000), v.base64());

/** ブラウザーから届くメッセージ。ここにない項目は、検証時に除かれる */
export const ClientEvent = v.variant('type', [
	v.object({ type: v.literal('hello'), name: NameSchema }),
	v.object({ type: v.literal('moved'), x: Place, y: Place }),
	v.object({ type: v.literal('left') }),
	v.object({ type: v.literal('edited'), update: Update }),
	v.object({ type: v.literal('asked') })
]);

/** カーソルの位置のログ。名前と番号はサーバーが付ける */
export const PointerEvent = v.variant('type', [
	v.object({ type: v.literal('moved'), who: v.string(), name: v.string(), x: Place, y: Place }),
	v.object({ type: v.literal('left'), who: v.string() })
]);

/** メモのログ。`asked` は文の全体の要求 */
export const NoteEvent = v.variant('type', [
	v.object({ type: v.literal('edited'), who: v.string(), update: Update }),
	v.object({ type: v.literal('asked'), who: v.string() })
]);

/** サーバーから届くメッセージ */
export const ServerEvent = v.variant('type', [
	v.object({ type: v.literal('welcome'), who: v.string() }),
	v.object({ type: v.literal('pointer'), pointer: PointerEvent }),
	v.object({ type: v.literal('note'), id: v.string(), note: NoteEvent }),
	v.object({ type: v.literal('gap') }),
	/** 送信が拒否された。`retryAfterMs` は、再送までのミリ秒 */
	v.object({
		type: v.literal('error'),
		code: v.string(),
		retryAfterMs: v.optional(v.pipe(v.number(), v.minValue(0)))
	})
]);

export type ClientEvent = v.InferOutput<typeof ClientEvent>;
export type PointerEvent = v.InferOutput<typeof PointerEvent>;
export type NoteEvent = v.InferOutput<typeof NoteEvent>;
export type ServerEvent = v.InferOutput<typeof ServerEvent>;
