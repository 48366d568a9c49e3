import * as v from 'valibot';
import { problem, type Problem } from './errors.ts';
import { fits } from './text-length.ts';

/** The longest text of a message, in code points. */
export const maxTextLength = 2000;

/** The largest frame or body that the server accepts, in bytes. */
export const maxPayloadBytes = 64 * 1024;

/**
 * A message's text: 1 to 2,000 code points.
 *
 * Half a surrogate pair, which JSON can spell (`"\ud800"`), stands for no character: no UTF-8 encodes it, so
 * that one transport would deliver U+FFFD, another the half, and a reader in Python an exception.
 */
export const TextSchema = v.pipe(
	v.string('must be a string'),
	v.check((text) => text.length > 0, 'must not be empty'),
	v.check((text) => fits(text, maxTextLength), `must have at most ${maxTextLength} characters`),
	v.check((text) => text.isWellFormed(), 'must not contain half a surrogate pair')
);

/** Makes repeating safe: the same one within 5 minutes gives the first answer again. */
export const ClientIdSchema = v.pipe(
	v.string('must be a string'),
	v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'must match [A-Za-z0-9_-]{1,64}')
);

/** What a client may say about a message: nothing about who it is, in which order, or when. */
export const PublishSchema = v.object({ text: TextSchema, clientId: v.optional(ClientIdSchema) });

/**
 * A single-use ticket from `POST /api/tickets`. Any text: what is no ticket is an attempt to be somebody,
 * and has to end as one, not as a message of the wrong shape.
 */
export const TicketSchema = v.string('must be a string');

/** All that a client says on a WebSocket, told apart by `type`. Unknown fields are dropped. */
// #region variant
export const ClientEventSchema = v.variant(
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

/** A value that has been checked, or what was wrong with it. */
// #region parsed
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; problem: Problem };
// #endregion parsed

/** The event in one WebSocket text frame. Never throws: what is no event is a `bad_message`. */
export function parseClientEvent(json: string): Parsed<ClientEvent> {
	return parseJson(ClientEventSchema, json);
}

/** Checks the JSON text of a frame or body against a schema. Never throws. */
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

/** Checks a decoded value against a schema; the first wrong field is named. Never throws. */
export function parseShape<Output>(
	schema: v.GenericSchema<unknown, Output>,
	value: unknown
): Parsed<Output> {
	const result = v.safeParse(schema, value, { abortEarly: true, message: sayWhatIsWrong });
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
 * For schemas without a sentence of their own, such as objects: valibot's speaks of its types. An object
 * that lacks a field has the same kind of issue as one that is none, but says where.
 */
function sayWhatIsWrong({ type, path }: v.BaseIssue<unknown>): string {
	if (type !== 'object') return 'has the wrong shape';
	return path === undefined ? 'must be an object' : 'is missing';
}
