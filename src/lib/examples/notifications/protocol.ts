import * as v from 'valibot';
import { NameSchema } from '../../protocol/name.ts';
import { RoomSchema } from '../../protocol/room.ts';
import { fits } from '../../protocol/text-length.ts';

/** ブラウザーが持つ秘密の鍵。これを持つ端末を、その人とみなす */
export const SecretSchema = v.pipe(v.string(), v.regex(/^[a-z0-9]{24}$/));
/** 人の番号。鍵からサーバーが計算し、公開する */
const Who = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/));
/** 送信ごとにブラウザーが決める ID。再送でも変えない */
const SendKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));
/** 通知の長さ。絵文字も1文字と数える */
export const maxTextLength = 200;
const Text = v.pipe(
	v.string(),
	v.transform((text) => text.toWellFormed()), // サロゲートペアの片方だけでは、UTF-8で送れない
	v.trim(),
	v.minLength(1),
	v.check((text) => fits(text, maxTextLength))
);
const Ids = v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(200));

export const EnterBody = v.object({ room: RoomSchema, secret: SecretSchema, name: NameSchema });
export const NotifyBody = v.object({
	key: SendKey,
	to: v.union([v.literal('all'), Who]),
	text: Text
});
export const ReadBody = v.object({ key: SendKey, ids: Ids });

const Entered = v.object({ type: v.literal('entered'), who: Who, name: v.string() });
const Read = v.object({ type: v.literal('read'), ids: Ids });
const notified = { type: v.literal('notified'), from: Who, name: v.string(), text: v.string() };

interface Notified {
	type: 'notified';
	from: string;
	name: string;
	text: string;
}
/** ルームのログ。全員に届く */
export type RoomRecord = Notified | v.InferOutput<typeof Entered>;
/** 1人専用のログ。その人宛ての通知と、その人の既読 */
export type InboxRecord = Notified | v.InferOutput<typeof Read>;

const Notice = v.object({
	...notified,
	id: v.string(),
	/** サーバーの時計。ミリ秒 */
	at: v.number(),
	to: v.picklist(['all', 'me'])
});

/** ストリームで届くイベント。`ready` は追いついたこと、`gap` は古い分が失われたことを示す */
export const ServerEvent = v.variant('type', [
	Notice,
	Entered,
	Read,
	v.object({ type: v.literal('ready') }),
	v.object({ type: v.literal('gap') })
]);

export type Entrance = v.InferOutput<typeof EnterBody>;
export type ServerEvent = v.InferOutput<typeof ServerEvent>;
export type Notice = v.InferOutput<typeof Notice>;
