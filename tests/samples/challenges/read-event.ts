import * as v from 'valibot';

const EventSchema = v.variant('type', [
	v.object({ type: v.literal('message'), id: v.string(), text: v.string() }),
	v.object({ type: v.literal('presence'), count: v.pipe(v.number(), v.minValue(0)) })
]);
const knownTypes = new Set<string>(EventSchema.options.map(({ entries }) => entries.type.literal));

type Result =
	| { kind: 'event'; event: v.InferOutput<typeof EventSchema> }
	| { kind: 'unknown'; type: string }
	| { kind: 'invalid' };

export function readEvent(data: string): Result {
	let value: unknown;
	try {
		value = JSON.parse(data);
	} catch {
		return { kind: 'invalid' };
	}
	const event = v.safeParse(EventSchema, value);
	if (event.success) return { kind: 'event', event: event.output };
	const tagged = v.safeParse(v.object({ type: v.string() }), value);
	// 種類を知らないイベントは、新しいサーバーが送ったもの
	return tagged.success && !knownTypes.has(tagged.output.type)
		? { kind: 'unknown', type: tagged.output.type }
		: { kind: 'invalid' };
}
