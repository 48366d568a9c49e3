import { maxJitterMs } from './limits.ts';

/**
 * After how long a client should reconnect, in ms: random, so that thousands of clients that were closed at
 * the same moment do not reconnect at the same moment.
 */
export function jitterMs(): number {
	return Math.floor(Math.random() * (maxJitterMs + 1));
}
