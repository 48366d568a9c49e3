import type { GenericSchema } from 'valibot';
import { parseShape } from '../../../../protocol/client-event.ts';
import type { ErrorCode, Problem } from '../../../../protocol/errors.ts';

/** Acknowledges an event with its result. */
export type Reply<Result> = (result: Result) => void;

/** Where refusals go besides the client. */
export interface EventGuard {
	/** A malformed event was answered. */
	offend(code: ErrorCode): void;
	/** What the client is told of an error. */
	explain(error: unknown): Problem;
	/** A message was refused because there were too many. */
	hurry(): void;
}

/**
 * A listener for an event from outside. Whatever arrives (nothing, null, the wrong type, no callback) is
 * checked before the handler sees it, and whatever the handler throws becomes an answer: an exception in
 * a listener would end the process.
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
			guard.offend(parsed.problem.code);
			return;
		}
		const handled = async () => handle(parsed.value, (result) => answer({ ok: true, ...result }));
		handled().catch((error: unknown) => {
			const problem = guard.explain(error);
			answer({ ok: false, ...problem });
			if (problem.code === 'rate_limited') guard.hurry();
		});
	};
}

/**
 * The function that Socket.IO appends to an event's arguments if the client wants an answer; otherwise
 * one that does nothing. JSON holds no functions, so the last one is never the client's.
 */
export function callback(args: readonly unknown[]): (answer: object) => void {
	const last = args.at(-1);
	return isCallback(last) ? last : () => undefined;
}

function isCallback(value: unknown): value is (answer: object) => void {
	return typeof value === 'function';
}
