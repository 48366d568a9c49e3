import { maxJitterMs } from './limits.ts';

/**
 * How long a client should wait before it reconnects, in ms. Random, so that thousands of clients whose
 * connections were closed together do not return together.
 */
export function jitterMs(): number {
	return Math.floor(Math.random() * (maxJitterMs + 1));
}
