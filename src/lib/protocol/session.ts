import * as v from 'valibot';

/** The answer to `POST /api/session`. `expiresAt`: ms since 1970, by the server's clock. */
const SessionSchema = v.object({ user: v.string(), expiresAt: v.number() });

/** The answer to `POST /api/tickets`. `expiresIn`: seconds. */
const TicketAnswerSchema = v.object({ ticket: v.string(), expiresIn: v.number() });

export type Session = v.InferOutput<typeof SessionSchema>;

/** Null if `value` is not the answer to `POST /api/session`. */
export function parseSession(value: unknown): Session | null {
	const result = v.safeParse(SessionSchema, value);
	return result.success ? result.output : null;
}

/** The ticket in the answer to `POST /api/tickets`; null if it is another answer. */
export function parseTicket(value: unknown): string | null {
	const result = v.safeParse(TicketAnswerSchema, value);
	return result.success ? result.output.ticket : null;
}
