/**
 * Why a connection is closed and stays so until somebody acts.
 * - `stopped`: by the page itself, or not started yet
 * - `hidden`: the page lies in the back/forward cache; it goes on when it is shown again
 * - `refused`: the server ended it with a code after which another attempt would end the same way
 */
export type ClosedReason = 'stopped' | 'hidden' | 'refused';

/**
 * Where a connection stands, the same for every transport.
 * `retryAt` is in ms since the epoch on this machine's clock; `code` is a close code
 * (protocol/close-codes.ts) or, where the transport has none, an error code.
 */
export type ConnectionState =
	| { name: 'connecting' }
	| { name: 'open' }
	| { name: 'waiting'; retryAt: number }
	| { name: 'closed'; reason: ClosedReason; code?: number | string };

/** Whole seconds until the next attempt, counted up so that the last one reads 1 and not 0. */
export function secondsLeft(retryAt: number, now: number): number {
	return Math.max(0, Math.ceil((retryAt - now) / 1_000));
}
