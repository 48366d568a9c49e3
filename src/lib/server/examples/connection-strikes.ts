import type { CloseCode } from '../../protocol/close-codes.ts';
import type { Problem } from '../../protocol/errors.ts';
import { rateLimitStrikeCounter, malformedStrikeCounter } from '../realtime/guards/strikes.ts';

/**
 * Counts the rejected messages of one connection, as rooms do: each of them is answered, but answering an
 * endless stream of them is work that costs the sender nothing.
 */
export class ConnectionStrikes {
	readonly #rateLimit = rateLimitStrikeCounter();
	readonly #malformed = malformedStrikeCounter();

	/** Counts a rejection at `now` (ms, monotonic). Returns the close code once there were too many. */
	add({ code }: Pick<Problem, 'code'>, now: number): CloseCode | null {
		if (code === 'rate_limited' && this.#rateLimit.add(now)) return 4429;
		if (code === 'bad_message' && this.#malformed.add(now)) return 4400;
		return null;
	}
}
