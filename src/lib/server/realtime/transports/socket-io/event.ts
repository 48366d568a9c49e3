import type { GenericSchema } from 'valibot';
import { parseShape } from '../../../../protocol/client-event.ts';
import type { ErrorCode, Problem } from '../../../../protocol/errors.ts';

/** Acknowledges an event with its result. */
export type Reply<Result> = (result: Result) => void;

/** What the caller does with events besides answering them. */
export interface EventGuard {
	/** Logs and counts an error. Returns the problem for the client. */
	reportError(error: unknown): Problem;
	/** Called after the answer to a malformed event. */
	onMalformed(code: ErrorCode): void;
	/** Called when an event is valid, before its handler runs. */
	onValid(): void;
	/** Called after the answer to a message over the rate limit. */
	onRateLimited(): void;
}

/**
 * Makes a listener for an event from a client. The arguments (possibly none, null, of the wrong type, without a
 * callback) are validated before the handler runs, and an error of the handler becomes an answer: an exception
 * in a listener would end the process.
 */
export function guarded<Value, Result extends object>(
	guard: EventGuard,
	schema: GenericSchema<unknown, Value>,
	handle: (value: Value, answer: Reply<Result>) => Promise<void>
): (...args: unknown[]) => void {
	return (...args) => {
		const answer = callback(args);
		const parsed = parseShape(schema, args[0]);
		if (!parsed.ok) {
			answer({ ok: false, ...parsed.problem });
			guard.onMalformed(parsed.problem.code);
			return;
		}
		guard.onValid();
		const reply = (result: Result) => answer({ ok: true, ...result });
		handle(parsed.value, reply).catch((error: unknown) => {
			const problem = guard.reportError(error);
			answer({ ok: false, ...problem });
			if (problem.code === 'rate_limited') guard.onRateLimited();
		});
	};
}

/**
 * The function that Socket.IO appends to an event's arguments if the client wants an answer; otherwise
 * one that does nothing. JSON contains no functions, so the client cannot send one.
 */
export function callback(args: readonly unknown[]): (answer: object) => void {
	const last = args.at(-1);
	return isCallback(last) ? last : () => undefined;
}

function isCallback(value: unknown): value is (answer: object) => void {
	return typeof value === 'function';
}
