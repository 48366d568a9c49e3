import * as v from 'valibot';
import { problem, type Problem } from './errors.ts';
import { fits } from './text-length.ts';

/** メッセージの長さの上限。コードポイントで数える */
export const maxTextLength = 2000;

/** サーバーが受け取るフレームか本文の上限(バイト) */
export const maxPayloadBytes = 64 * 1024;

/**
 * メッセージの本文。1から2,000文字。サロゲートペアの片方だけの文字は、JSON では書けるが、UTF-8 では送れない。
 * トランスポートによって U+FFFD か片方だけが届き、Python では例外になるので、拒否する
 */
export const TextSchema = v.pipe(
	v.string('must be a string'),
	v.check((text) => text.length > 0, 'must not be empty'),
	v.check((text) => fits(text, maxTextLength), `must have at most ${maxTextLength} characters`),
	v.check((text) => text.isWellFormed(), 'must not contain half a surrogate pair')
);

/** 再送による重複を防ぐ ID。5分以内に同じものが届けば、最初と同じ応答を返す */
export const ClientIdSchema = v.pipe(
	v.string('must be a string'),
	v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must match [A-Za-z0-9_-]{1,64}')
);

/** メッセージのうち、クライアントが指定できる項目。送信者、順序、時刻は含まない */
export const PublishSchema = v.object({ text: TextSchema, clientId: v.optional(ClientIdSchema) });

/** POST /api/tickets で受け取る、1度だけ使えるチケット。不正なチケットは、形式の誤りではなく認証の失敗として拒否する */
export const TicketSchema = v.string('must be a string');

/** WebSocket で届くイベント。type で判別する。未知の項目は破棄する */
// #region variant
const ClientEventSchema = v.variant(
	'type',
	[
		v.object({ type: v.literal('message'), ...PublishSchema.entries }),
		v.object({ type: v.literal('ping') }),
		v.object({ type: v.literal('auth'), ticket: TicketSchema })
	],
	({ path }) =>
		path === undefined
			? 'must be an object with type message, ping or auth'
			: 'must be message, ping or auth'
);
// #endregion variant

export type Publish = v.InferOutput<typeof PublishSchema>;
export type ClientEvent = v.InferOutput<typeof ClientEventSchema>;

/** 検証済みの値か、エラーの内容 */
// #region parsed
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };
// #endregion parsed

/** WebSocket のテキストフレーム1つを解析する。例外は投げず、不正なら bad_message を返す */
export function parseClientEvent(json: string): Parsed<ClientEvent> {
	return parseJson(ClientEventSchema, json);
}

/** フレームか本文の JSON を、スキーマで検証する。例外は投げない */
// #region parse-json
export function parseJson<Output>(
	schema: v.GenericSchema<unknown, Output>,
	json: string
): Parsed<Output> {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return { ok: false, problem: problem('bad_message', { message: 'This is not JSON.' }) };
	}
	return parseShape(schema, value);
}
// #endregion parse-json

/** 値をスキーマで検証し、最初の不正な項目を返す。例外は投げない */
export function parseShape<Output>(
	schema: v.GenericSchema<unknown, Output>,
	value: unknown
): Parsed<Output> {
	const result = v.safeParse(schema, value, { abortEarly: true, message: messageOf });
	if (result.success) return { ok: true, value: result.output };
	const [issue] = result.issues;
	const field = v.getDotPath(issue) ?? undefined;
	const code = field === 'room' ? 'bad_room' : field === 'after' ? 'bad_cursor' : 'bad_message';
	const message =
		field === undefined ? `What was sent ${issue.message}.` : `${field} ${issue.message}.`;
	return {
		ok: false,
		problem: problem(code, field === undefined ? { message } : { message, field })
	};
}

/**
 * 自前の文を持たないスキーマのための文。valibot の文は、その型の名前で説明する。項目が足りないときと、
 * オブジェクトでないときは種類が同じで、path の有無だけが違う
 */
function messageOf({ type, path }: v.BaseIssue<unknown>): string {
	if (type !== 'object') return 'has the wrong shape';
	return path === undefined ? 'must be an object' : 'is missing';
}
