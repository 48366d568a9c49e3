import * as v from 'valibot';

const ClientMessageSchema = v.variant('type', [
	v.object({ type: v.literal('message'), text: v.pipe(v.string(), v.maxLength(2000)) }),
	v.object({ type: v.literal('ping') })
]);

/** スキーマから導出した型。手で書き写さない */
export type ClientMessage = v.InferOutput<typeof ClientMessageSchema>;

/** 受信した文字列を検証する。不正ならnullを返し、例外は投げない */
export function parseClientMessage(data: string): ClientMessage | null {
	try {
		const result = v.safeParse(ClientMessageSchema, JSON.parse(data));
		return result.success ? result.output : null;
	} catch {
		return null; // JSONではない
	}
}
