/** One row of the error table: the HTTP status that carries the code, and a sentence for developers. */
interface ErrorKind {
	status: number;
	message: string;
}

/**
 * Every error code, the same on all transports. Over HTTP the body is `{code, message, field?}` under
 * the status given here; on a WebSocket it is an `error` event, on Socket.IO a refused acknowledgement.
 */
export const errors = {
	bad_request: { status: 400, message: 'The request cannot be understood.' },
	bad_room: { status: 400, message: 'A room is named by 1 to 64 of a-z, 0-9 and hyphen.' },
	bad_cursor: { status: 400, message: 'This is no cursor that this server has given.' },
	bad_message: { status: 400, message: 'The message has the wrong shape.' },
	too_large: { status: 413, message: 'At most 64 KiB are accepted.' },
	not_in_room: { status: 403, message: 'Join the room first.' },
	unauthorised: { status: 401, message: 'Sign in first.' },
	token_expired: { status: 401, message: 'The session is over: sign in again.' },
	forbidden_origin: { status: 403, message: 'Pages of this origin may not connect.' },
	not_found: { status: 404, message: 'There is nothing at this address.' },
	room_closed: {
		status: 403,
		message: 'This server only has rooms whose name ends in at least 20 random letters or digits.'
	},
	method_not_allowed: { status: 405, message: 'This address does not know the method.' },
	unsupported_media_type: { status: 415, message: 'Send application/json.' },
	client_id_conflict: { status: 409, message: 'This clientId was used for another text.' },
	rate_limited: { status: 429, message: 'Too many messages: wait a little.' },
	full: { status: 503, message: 'The server is full: try again later.' },
	draining: { status: 503, message: 'The server is restarting: try again.' },
	slow_reader: { status: 503, message: 'Messages were not read fast enough.' },
	broker_unavailable: { status: 503, message: 'Messages cannot be stored at the moment.' },
	internal: { status: 500, message: 'Something went wrong on the server.' }
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errors;

/** All codes, for schemas and tables. */
export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];

/** A refusal as it travels: what is wrong, in which field, and when to try again. */
// #region problem
export interface Problem {
	code: ErrorCode;
	message: string;
	field?: string;
	retryAfterMs?: number;
}
// #endregion problem

/** A refusal with the table's sentence, or with a more exact one in `more.message`. */
export function problem(code: ErrorCode, more: Partial<Omit<Problem, 'code'>> = {}): Problem {
	return { code, message: errors[code].message, ...more };
}
