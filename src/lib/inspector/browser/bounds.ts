import type { TracedConnection } from '../../protocol/wire/connections.ts';
import type { Bound, Places } from './places.ts';
import type { BrowserStep } from './steps.ts';

/** The items of the server after which, and before which, a step certainly happened. */
export interface Bounds {
	after: Bound;
	before: Bound;
}

interface BoundsOptions {
	/** The requests of the object that made the step. */
	requestsOf: (step: BrowserStep) => readonly TracedConnection[];
	/** The latest time at which the step can have happened, on the server's clock. */
	latest: (step: BrowserStep) => number;
	/** The number of items. */
	end: number;
}

/**
 * The bounds of each step. The steps are in order, so the `after` of one also applies to the steps after it, and its
 * `before` to the steps before it.
 */
export function boundsOf(
	steps: readonly BrowserStep[],
	places: Places,
	options: BoundsOptions
): Bounds[] {
	const own = ownBounds(steps, places, options);
	let after: Bound = { t: -Infinity, position: 0 };
	const afters = own.map(({ after: bound }) => {
		if (bound)
			after = {
				t: Math.max(after.t, bound.t),
				position: Math.max(after.position, bound.position)
			};
		return after;
	});
	let before: Bound = { t: Infinity, position: options.end };
	const befores = own.toReversed().map(({ before: bound }) => {
		if (bound)
			before = {
				t: Math.min(before.t, bound.t),
				position: Math.min(before.position, bound.position)
			};
		return before;
	});
	befores.reverse();
	return afters.map((each, i) => ({ after: each, before: befores[i] ?? before }));
}

type OwnBounds = { [Side in keyof Bounds]?: Bound | undefined };

/** What is known about each step by itself. */
function ownBounds(
	steps: readonly BrowserStep[],
	places: Places,
	{ requestsOf, latest }: BoundsOptions
): OwnBounds[] {
	/** The number of messages so far, by object, direction and name. */
	const counts = new Map<string, number>();
	return steps.map((step): OwnBounds => {
		const { source, action, name } = step;
		const requests = requestsOf(step);
		if (action === 'new') return { before: places.opening(requests) };
		if (action === 'open') return { after: places.headBefore(requests, latest(step)) };
		if (action !== 'message' && action !== 'send') return {};
		const key = `${source} ${action} ${name}`;
		const n = counts.get(key) ?? 0;
		counts.set(key, n + 1);
		const message = places.message(requests, step, n);
		return action === 'send' ? { before: message } : { after: message };
	});
}
