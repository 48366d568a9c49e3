import { maxJitterMs } from './limits.ts';

/**
 * After how long a client should come back, in ms: random, so that thousands who were sent away in one
 * moment do not return in one moment.
 */
export function jitterMs(): number {
	return Math.floor(Math.random() * (maxJitterMs + 1));
}
