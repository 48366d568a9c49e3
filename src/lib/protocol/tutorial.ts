import * as v from 'valibot';

/** What `GET /api/events` sends: one `connected`, then once a second an `update` with a value of 0 to 1. */
const TutorialEventSchema = v.variant('type', [
	v.object({ type: v.literal('connected'), timestamp: v.number() }),
	v.object({
		type: v.literal('update'),
		timestamp: v.number(),
		value: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
	})
]);

export type TutorialEvent = v.InferOutput<typeof TutorialEventSchema>;

/** Parses the `data` of one SSE event; `null` if it is invalid. Never throws. */
export function parseTutorialEvent(data: string): TutorialEvent | null {
	const result = v.safeParse(v.pipe(v.string(), v.parseJson(), TutorialEventSchema), data);
	return result.success ? result.output : null;
}
