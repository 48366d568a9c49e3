import * as v from 'valibot';
import {
	AckSchema,
	ClosingSchema,
	ErrorSchema,
	GapSchema,
	MessageSchema,
	PresenceSchema,
	WelcomeSchema
} from './message.ts';

const tagged = <Type extends string, Entries extends v.ObjectEntries>(
	type: Type,
	schema: v.ObjectSchema<Entries, undefined>
) => v.object({ type: v.literal(type), ...schema.entries });

/** サーバーから届くイベント。type で判別する。未知の項目は破棄する */
const ServerEventSchema = v.variant('type', [
	tagged('welcome', WelcomeSchema),
	tagged('gap', GapSchema),
	tagged('message', MessageSchema),
	tagged('presence', PresenceSchema),
	tagged('ack', AckSchema),
	tagged('error', ErrorSchema),
	tagged('closing', ClosingSchema),
	v.object({ type: v.literal('pong') })
]);

export type ServerEvent = v.InferOutput<typeof ServerEventSchema>;

/** WebSocket のテキストフレーム1つを解析する。不正なら null(別のサーバーか、新しいバージョン) */
export function parseServerEvent(json: string): ServerEvent | null {
	return asServerEvent(decode(json));
}

/**
 * 種類がデータの外にあるトランスポートのイベントを解析する。data は、SSE では data: の行の文字列、Socket.IO では引数の値。
 * 不正なら null
 */
export function parseNamedEvent(type: string, data: unknown): ServerEvent | null {
	const value = typeof data === 'string' ? decode(data) : data;
	if (typeof value !== 'object' || value === null) return null;
	return asServerEvent({ ...value, type });
}

// #region as-event
function asServerEvent(value: unknown): ServerEvent | null {
	const result = v.safeParse(ServerEventSchema, value);
	return result.success ? result.output : null;
}
// #endregion as-event

function decode(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return null;
	}
}
