import type { GenericSchema } from 'valibot';
import { parseShape } from '../../../../protocol/client-event.ts';
import type { ErrorCode, Problem } from '../../../../protocol/errors.ts';

/** Acknowledges an event with its result. */
export type Reply<Result> = (result: Result) => void;

/** What happens to rejected events besides their answer. */
export interface EventGuard {
	/** Logs and counts an error. Returns what the client may know of it. */
	reportError(error: unknown): Problem;
	/** A malformed event was answered. */
	onMalformed(code: ErrorCode): void;
	/** An event was valid; its handler runs. */
	onValid(): void;
	/** An event was acknowledged with its result. */
	onAnswered(result: object): void;
	/** A message over the rate limit was answered. */
	onRateLimited(): void;
}

/**
 * A listener for an event from a client. Whatever arrives (nothing, null, the wrong type, no callback) is
 * validated before the handler runs, and whatever the handler throws becomes an answer: an exception in a
 * listener would end the process.
 */
export function guarded<Value, Result extends object>(
	guard: EventGuard,
	schema: GenericSchema<unknown, Value>,
	handle: (value: Value, answer: Reply<Result>) => Promise<void> | void
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
		const reply = (result: Result) => {
			answer({ ok: true, ...result });
			guard.onAnswered(result);
		};
		const handled = async () => handle(parsed.value, reply);
		handled().catch((error: unknown) => {
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
