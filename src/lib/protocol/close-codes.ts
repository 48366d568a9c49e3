import type { ErrorCode } from './errors.ts';

/** One row of the table of closings. */
export interface CloseKind {
	/** A short name: the reason in the close frame of a WebSocket, unless the server gives another. */
	name: string;
	/** The error code that explains this closing, where there is one. */
	reason?: ErrorCode;
	/** Whether a client should reconnect by itself, with backoff. `false`: after a normal close, or if the same request would fail again. */
	reconnect: boolean;
}

/**
 * All close codes. RFC 6455 §7.4.1 defines the codes below 4000 (1012 and 1013 are in IANA's registry);
 * those from 4000 on are this server's own. SSE and Socket.IO, which have no close codes, use the same
 * numbers in their `closing` event.
 */
export const closeCodes = {
	1000: { name: 'normal', reconnect: false },
	1001: { name: 'going away', reconnect: true },
	1002: { name: 'protocol error', reconnect: false },
	1003: { name: 'unsupported data', reconnect: false },
	1005: { name: 'no code', reconnect: true },
	1006: { name: 'connection lost', reconnect: true },
	1007: { name: 'invalid UTF-8', reconnect: false },
	1008: { name: 'policy violation', reconnect: false },
	1009: { name: 'too big', reason: 'too_large', reconnect: false },
	1011: { name: 'internal error', reason: 'internal', reconnect: true },
	1012: { name: 'restarting', reason: 'draining', reconnect: true },
	1013: { name: 'full', reason: 'full', reconnect: true },
	4400: { name: 'malformed', reason: 'bad_message', reconnect: false },
	4401: { name: 'unauthorised', reason: 'unauthorised', reconnect: false },
	4408: { name: 'too slow to read', reason: 'slow_reader', reconnect: true },
	4429: { name: 'rate limit', reason: 'rate_limited', reconnect: true }
} as const satisfies Record<number, CloseKind>;

export type CloseCode = keyof typeof closeCodes;

/** Whether `code` is in the table. */
export function isCloseCode(code: number): code is CloseCode {
	return Object.hasOwn(closeCodes, code);
}

/** The row of a close code. Unknown codes come from proxies, so a client reconnects after them. */
export function closeKind(code: number): CloseKind {
	return isCloseCode(code) ? closeCodes[code] : { name: `code ${code}`, reconnect: true };
}

/** The close code for a connection that is rejected with `code`. */
export function closeCodeOf(code: ErrorCode): CloseCode {
	switch (code) {
		case 'bad_room':
		case 'bad_cursor':
		case 'bad_message':
		case 'bad_request':
		case 'room_closed':
		case 'not_found':
			return 4400;
		case 'unauthorised':
		case 'token_expired':
			return 4401;
		case 'too_large':
			return 1009;
		case 'rate_limited':
			return 4429;
		case 'slow_reader':
			return 4408;
		case 'draining':
			return 1012;
		case 'full':
		case 'broker_unavailable':
			return 1013;
		default:
			return 1011;
	}
}
