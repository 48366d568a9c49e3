/** エラー表の1行。HTTP のステータスと、開発者向けの文 */
interface ErrorKind {
	status: number;
	message: string;
}

/**
 * すべてのエラーコード。トランスポートに共通。HTTP ではこのステータスと本文 {code, message, field?}、
 * WebSocket では error イベント、Socket.IO では ok: false の応答になる
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

/** すべてのコード。スキーマと表で使う */
export const errorCodes = Object.keys(errors) as [ErrorCode, ...ErrorCode[]];

/** クライアントに送るエラー。内容、不正な項目、再試行までの時間 */
// #region problem
export interface Problem {
	code: ErrorCode;
	message: string;
	field?: string;
	retryAfterMs?: number;
}
// #endregion problem

/** 表の文を入れたエラー。詳しい文は more.message で渡す */
export function problem(code: ErrorCode, more: Partial<Omit<Problem, 'code'>> = {}): Problem {
	return { code, message: errors[code].message, ...more };
}
