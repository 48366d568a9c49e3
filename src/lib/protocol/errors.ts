/** One row of the error table: the HTTP status for the code, and a message for developers. */
interface ErrorKind {
	status: number;
	message: string;
}

/**
 * Every error code, the same on all transports. Over HTTP the body is `{code, message, field?}` under
 * the status given here; on a WebSocket it is an `error` event, on Socket.IO an acknowledgement with `ok: false`.
 */
export const errors = {
	bad_request: { status: 400, message: 'The request is malformed.' },
	bad_room: {
		status: 400,
		message: 'A room name consists of 1 to 64 characters: a-z, 0-9 and hyphen.'
	},
	bad_cursor: { status: 400, message: 'Unknown or malformed cursor.' },
	bad_message: { status: 400, message: 'The message does not match the schema.' },
	too_large: { status: 413, message: 'The body or frame is larger than 64 KiB.' },
	not_in_room: { status: 403, message: 'Join the room first.' },
	unauthorised: { status: 401, message: 'Sign in first.' },
	token_expired: { status: 401, message: 'The session has expired: sign in again.' },
	forbidden_origin: { status: 403, message: 'This origin is not allowed to connect.' },
	not_found: { status: 404, message: 'Not found.' },
	room_closed: {
		status: 403,
		message: 'On this server a room name must end in at least 20 random letters or digits.'
	},
	method_not_allowed: { status: 405, message: 'Method not allowed for this resource.' },
	unsupported_media_type: { status: 415, message: 'The content type must be application/json.' },
	client_id_conflict: {
		status: 409,
		message: 'This clientId has already been used with a different text.'
	},
	rate_limited: { status: 429, message: 'Too many requests: retry later.' },
	full: { status: 503, message: 'The server is at capacity: retry later.' },
	draining: { status: 503, message: 'The server is restarting: retry.' },
	slow_reader: { status: 503, message: 'The client did not read messages fast enough.' },
	broker_unavailable: {
		status: 503,
		message: 'Messages cannot be stored at the moment: retry later.'
	},
	internal: { status: 500, message: 'Internal server error.' }
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errors;

/** All codes, for schemas and tables. */
export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];

/** An error as it is sent: what is wrong, in which field, and when to retry. */
// #region problem
export interface Problem {
	code: ErrorCode;
	message: string;
	field?: string;
	retryAfterMs?: number;
}
// #endregion problem

/** An error with the table's message, or with a more specific one in `more.message`. */
export function problem(code: ErrorCode, more: Partial<Omit<Problem, 'code'>> = {}): Problem {
	return { code, message: errors[code].message, ...more };
}
