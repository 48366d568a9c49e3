import * as v from 'valibot';
import { errorCodes } from '../../protocol/errors.ts';
import { NameSchema } from '../../protocol/name.ts';
import { fits } from '../../protocol/text-length.ts';

export const roomNames = ['general', 'tech', 'random'] as const;
export type RoomName = (typeof roomNames)[number];

const Room = v.picklist(roomNames);
const Id = v.pipe(v.string(), v.maxLength(64));
const Who = v.pipe(v.string(), v.length(12));
/** メッセージの長さの上限。絵文字も1文字と数える */
export const maxTextLength = 2000;
const Text = v.pipe(
	v.string(),
	v.transform((text) => text.toWellFormed()), // サロゲートペアの片方だけでは、UTF-8で送れない
	v.trim(),
	v.nonEmpty(),
	v.check((text) => fits(text, maxTextLength))
);
const ClientId = v.pipe(v.string(), v.regex(/^[a-z0-9]{16}$/));
const Key = v.pipe(v.string(), v.regex(/^[a-z0-9]{24}$/));

/** ブラウザーから届くメッセージ。ここにない項目は、検証時に除かれる */
export const ClientEvent = v.variant('type', [
	v.object({
		type: v.literal('hello'),
		key: Key,
		name: NameSchema,
		after: v.nullable(Id),
		operator: v.nullable(v.pipe(v.string(), v.maxLength(64)))
	}),
	v.object({ type: v.literal('rename'), name: NameSchema }),
	v.object({ type: v.literal('say'), clientId: ClientId, room: Room, text: Text }),
	v.object({ type: v.literal('typing'), room: Room }),
	v.object({ type: v.literal('older'), room: Room, before: Id }),
	v.object({ type: v.literal('delete'), id: Id }),
	v.object({ type: v.literal('rule'), who: Who, rule: v.picklist(['muted', 'removed', 'free']) })
]);

/** メッセージのログ。欠落がなく、過去の分も取得できる */
export const LogEvent = v.variant('type', [
	v.object({
		type: v.literal('said'),
		room: Room,
		who: Who,
		name: v.string(),
		text: v.string(),
		clientId: ClientId,
		isDeleted: v.optional(v.boolean())
	}),
	v.object({ type: v.literal('deleted'), id: Id })
]);

/** 在室のログ。接続中の人と、許可されている操作。ブラウザーには、集計した結果だけを送る */
export type LiveEvent =
	| { type: 'here'; conn: string; who: string; name: string; isOperator: boolean; isNew: boolean }
	| { type: 'gone'; conn: string; who: string }
	| { type: 'ruled'; who: string; rule: Rule; isNew: boolean };
/** 入力中のログ。件数が多いので分ける。混ぜると、在室のログから人とルールがあふれてしまう */
export type TypingEvent = { type: 'typing'; who: string; room: RoomName };
export type Rule = 'muted' | 'removed' | 'free';

const LogEntry = v.object({ id: Id, timestamp: v.number(), data: LogEvent });
const Person = v.object({
	who: Who,
	name: v.string(),
	isOperator: v.boolean(),
	isMuted: v.boolean()
});

const TurnedAway = v.picklist(['name_taken', 'removed', 'full']);

/** サーバーから届くメッセージ */
export const ServerEvent = v.variant('type', [
	v.object({
		type: v.literal('welcome'),
		who: Who,
		name: v.string(),
		isOperator: v.boolean(),
		/** 再開なら null。そうでなければ、受信済みとみなす番号 */
		freshUpTo: v.nullable(v.string())
	}),
	v.object({ type: v.literal('turned-away'), why: TurnedAway }),
	v.object({ type: v.literal('entry'), entry: LogEntry }),
	v.object({
		type: v.literal('page'),
		room: Room,
		entries: v.array(LogEntry),
		isMore: v.boolean()
	}),
	v.object({ type: v.literal('saved'), clientId: ClientId }),
	v.object({ type: v.literal('refused'), clientId: ClientId, code: v.picklist(errorCodes) }),
	v.object({ type: v.literal('people'), people: v.array(Person) }),
	v.object({ type: v.literal('typing'), who: Who, room: Room }),
	v.object({ type: v.literal('gap') })
]);

/** メッセージ以外が拒否された。形式の誤り、レート制限、権限不足 */
export const Refused = v.object({ type: v.literal('error'), code: v.picklist(errorCodes) });

export type TurnedAway = v.InferOutput<typeof TurnedAway>;
export type ClientEvent = v.InferOutput<typeof ClientEvent>;
export type LogEvent = v.InferOutput<typeof LogEvent>;
export type LogEntry = v.InferOutput<typeof LogEntry>;
export type Person = v.InferOutput<typeof Person>;
export type ServerEvent = v.InferOutput<typeof ServerEvent>;
