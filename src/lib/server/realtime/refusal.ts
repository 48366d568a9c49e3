import { problem, type ErrorCode, type Problem } from '../../protocol/errors.ts';

/**
 * Thrown where a request cannot be granted. Each transport turns the problem into its own kind of
 * answer; nothing else of an error reaches a client.
 */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly problem: Problem;

	constructor(code: ErrorCode, more: Partial<Omit<Problem, 'code'>> = {}) {
		const refused = problem(code, more);
		super(refused.message);
		this.problem = refused;
	}
}

/** What a client may know of an error. Whatever was not refused on purpose is `internal`. */
export function problemOf(error: unknown): Problem {
	return error instanceof Refusal ? error.problem : problem('internal');
}
