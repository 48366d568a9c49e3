import * as v from 'valibot';

/**
 * A trace records what passes on the connections of one reader, who asked for it. The reader chooses the id, opens
 * `/trace?id=…` as a WebSocket, and adds `trace=…` to the query of the requests to record. Only those who know the id
 * can read the trace.
 */
export const traceIdPattern = /^[a-z0-9]{24}$/;

/** The steps of a request or a message on its way through the server, in the order in which they usually happen. */
export const traceSteps = [
	'origin-checked',
	'limits-checked',
	'credentials-checked',
	'room-checked',
	'handshake-answered',
	'joined',
	'replayed',
	'validated',
	'rate-checked',
	'rejected',
	'broker-published',
	'sequenced',
	'broker-delivered',
	'fanned-out',
	'acknowledged',
	'ping-sent',
	'pong-received',
	'closing-sent',
	'left'
] as const;

export type TraceStep = (typeof traceSteps)[number];

/** What carries the recorded request: a transport of rooms, or a plain request. */
const tracedKinds = [
	'sse',
	'long-polling',
	'publish',
	'websocket',
	'socket-io',
	'query-live',
	'http'
] as const;

/** A record's time: ms since the trace began, on the server's monotonic clock. */
const time = { t: v.number() };
/** The number of a recorded request (and of the connection that it became): from 1, in the order of arrival. */
const ofConnection = { ...time, connection: v.number() };

const OpenSchema = v.object({
	type: v.literal('open'),
	...ofConnection,
	kind: v.picklist(tracedKinds),
	method: v.string(),
	/** The request target as it was sent, without the trace's id. */
	target: v.string(),
	/**
	 * Whether the bytes of the head are those that arrived. False: the head arrived in several chunks, of which
	 * the server no longer had the first, so it was rebuilt from its parsed fields. Its white space and the form
	 * of its target may differ.
	 */
	isHeadExact: v.boolean()
});

const BytesSchema = v.object({
	type: v.literal('bytes'),
	...ofConnection,
	/** `in`: from the client to the server. */
	direction: v.picklist(['in', 'out']),
	/** How many bytes of this connection passed in this direction before. */
	offset: v.number(),
	/** The bytes in base64. Each byte of a secret, or of a text that others have published, is replaced by `*`. */
	bytes: v.string()
});

const StepSchema = v.object({
	type: v.literal('step'),
	...ofConnection,
	step: v.picklist(traceSteps),
	/** The id of the message that the step concerns. */
	messageId: v.optional(v.string()),
	/** A number or code that belongs to the step: how many connections were reached, which code was sent. Never the text of a message. */
	detail: v.optional(v.union([v.string(), v.number()]))
});

const CloseSchema = v.object({
	type: v.literal('close'),
	...ofConnection,
	bytesIn: v.number(),
	bytesOut: v.number()
});

/** One record of a trace. A trace holds its records in the order in which things happened. */
export const TraceRecordSchema = v.variant('type', [
	OpenSchema,
	BytesSchema,
	StepSchema,
	CloseSchema
]);

/** What the trace's own WebSocket sends. */
const TraceEventSchema = v.variant('type', [
	v.object({
		type: v.literal('started'),
		/** The time at which `t` is 0, in ms since 1970, by the server's clock. */
		at: v.number()
	}),
	...TraceRecordSchema.options,
	/** The answer to `{ type: "ping", sent }`, from which the client estimates the difference of the clocks. */
	v.object({ type: v.literal('pong'), ...time, sent: v.number() }),
	/** A bound was reached: this many bytes were counted but not recorded. */
	v.object({ type: v.literal('omitted'), ...time, bytes: v.number() }),
	/** The trace has ended at a bound; `slow`: its reader has left too much unread. */
	v.object({
		type: v.literal('ended'),
		...time,
		reason: v.picklist(['time', 'bytes', 'records', 'slow'])
	})
]);

/** What the client of a trace sends. The `pong` returns `sent` unchanged. */
const TracePingSchema = v.object({ type: v.literal('ping'), sent: v.number() });

export type TraceRecord = v.InferOutput<typeof TraceRecordSchema>;
export type TraceEvent = v.InferOutput<typeof TraceEventSchema>;
export type TracedKind = (typeof tracedKinds)[number];

/** Parses what the trace's WebSocket sends. null if it is not valid. */
export function parseTraceEvent(json: string): TraceEvent | null {
	return parse(TraceEventSchema, json);
}

/** Parses what the client of a trace sends. null if it is not valid. */
export function parseTracePing(json: string): { sent: number } | null {
	return parse(TracePingSchema, json);
}

function parse<Value>(schema: v.GenericSchema<unknown, Value>, json: string): Value | null {
	const result = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), json);
	return result.success ? result.output : null;
}
