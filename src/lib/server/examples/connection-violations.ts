import type { CloseCode } from '../../protocol/close-codes.ts';
import type { Problem } from '../../protocol/errors.ts';
import {
	rateLimitedMessageCounter,
	malformedMessageCounter
} from '../realtime/guards/violations.ts';

/** Counts the rejected messages of one connection, with the same limits as rooms. */
export class ConnectionViolations {
	readonly #rateLimit = rateLimitedMessageCounter();
	readonly #malformed = malformedMessageCounter();

	/** Counts a rejection at `now` (ms, monotonic). Returns the close code once there were too many. */
	add({ code }: Pick<Problem, 'code'>, now: number): CloseCode | null {
		if (code === 'rate_limited' && this.#rateLimit.add(now)) return 4429;
		if (code === 'bad_message' && this.#malformed.add(now)) return 4400;
		return null;
	}
}
