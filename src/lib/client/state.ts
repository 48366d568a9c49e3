/**
 * Why a connection is closed and is not retried.
 * - `stopped`: by the page itself, or not started yet
 * - `hidden`: the page is in the back/forward cache; the client reconnects when it is shown again
 * - `refused`: the server rejected or closed it with a code after which the client must not reconnect
 */
export type ClosedReason = 'stopped' | 'hidden' | 'refused';

/**
 * The state of a connection, the same for every transport.
 * `retryAt` is in ms since 1970, by this machine's clock. `code` is a close code (protocol/close-codes.ts),
 * or an error code if a request or handshake was rejected.
 */
export type ConnectionState =
	| { name: 'connecting' }
	| { name: 'open' }
	| { name: 'waiting'; retryAt: number }
	| { name: 'closed'; reason: ClosedReason; code?: number | string };

/** Whole seconds until the next attempt, rounded up so that the last one is 1, not 0. */
export function secondsLeft(retryAt: number, now: number): number {
	return Math.max(0, Math.ceil((retryAt - now) / 1_000));
}
