import type { CloseCode } from '../../protocol/close-codes.ts';
import type { Problem } from '../../protocol/errors.ts';
import { hastyStrikes, malformedStrikes } from '../realtime/guards/strikes.ts';

/**
 * What is borne of one connection, as in the rooms: each message that cannot be taken gets an answer, but
 * answering an endless stream of them is work that the sender pays nothing for.
 */
export class Patience {
	readonly #haste = hastyStrikes();
	readonly #malformed = malformedStrikes();

	/** Notes a refusal at `now` (ms, monotonic). The code with which to close, if it was one too many. */
	refused({ code }: Pick<Problem, 'code'>, now: number): CloseCode | null {
		if (code === 'rate_limited' && this.#haste.add(now)) return 4429;
		if (code === 'bad_message' && this.#malformed.add(now)) return 4400;
		return null;
	}
}
