import * as v from 'valibot';

const amount = v.pipe(v.number(), v.minValue(0));

/** The figures of this server for one second, as `/api/examples/dashboard/events` sends them. Other fields are dropped. */
const ServerFiguresSchema = v.object({
	/** Open connections, by transport. */
	connections: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
	/** Messages received per second. */
	received: amount,
	/** Rejected requests, connections and messages per second. */
	refused: amount
});

export type ServerFigures = v.InferOutput<typeof ServerFiguresSchema>;

/** Parses the `data` of one event; null if it is invalid. Never throws. */
export function parseServerFigures(data: string): ServerFigures | null {
	const result = v.safeParse(v.pipe(v.string(), v.parseJson(), ServerFiguresSchema), data);
	return result.success ? result.output : null;
}
