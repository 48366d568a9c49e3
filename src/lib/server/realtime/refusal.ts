import { problem, type ErrorCode, type Problem } from '../../protocol/errors.ts';

/**
 * Thrown to reject a request. Each transport turns the problem into its own kind of response; nothing else
 * of an error reaches a client.
 */
export class Refusal extends Error {
	override readonly name = 'Refusal';
	readonly problem: Problem;

	constructor(code: ErrorCode, more: Partial<Omit<Problem, 'code'>> = {}) {
		const rejection = problem(code, more);
		super(rejection.message);
		this.problem = rejection;
	}
}

/** The problem that a client gets for an error: `internal` unless the error is a Refusal. */
export function problemOf(error: unknown): Problem {
	return error instanceof Refusal ? error.problem : problem('internal');
}
