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

/** All that a server says, told apart by `type`. Unknown fields are dropped. */
export const ServerEventSchema = v.variant('type', [
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

/** The event in one WebSocket text frame, or `null` if it is none (a wrong server, a newer one). */
export function parseServerEvent(json: string): ServerEvent | null {
	return asServerEvent(decode(json));
}

/**
 * The event of a transport that carries the type beside the data: an SSE event (`data` is the text of
 * its `data:` lines) or a Socket.IO event (`data` is the decoded argument). `null` if it is none.
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
