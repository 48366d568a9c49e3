import type { TracedConnection } from '../../protocol/wire/connections.ts';
import type { Bound, Places } from './places.ts';
import type { BrowserStep } from './steps.ts';

/** After which and before which items of the server a step certainly was. */
export interface Bounds {
	after: Bound;
	before: Bound;
}

interface Known {
	/** The requests of the object that made the step. */
	requestsOf: (step: BrowserStep) => readonly TracedConnection[];
	/** The latest time at which the step can have been, on the server's clock. */
	latest: (step: BrowserStep) => number;
	/** The number of items. */
	end: number;
}

/** The bounds of each step. The steps are in order: the bounds of one apply to those after, or before, it too. */
export function boundsOf(steps: readonly BrowserStep[], places: Places, known: Known): Bounds[] {
	const own = ownBounds(steps, places, known);
	let after: Bound = { t: -Infinity, position: 0 };
	const afters = own.map(({ later }) => {
		if (later)
			after = {
				t: Math.max(after.t, later.t),
				position: Math.max(after.position, later.position)
			};
		return after;
	});
	let before: Bound = { t: Infinity, position: known.end };
	const befores = own.toReversed().map(({ earlier }) => {
		if (earlier)
			before = {
				t: Math.min(before.t, earlier.t),
				position: Math.min(before.position, earlier.position)
			};
		return before;
	});
	befores.reverse();
	return afters.map((each, i) => ({ after: each, before: befores[i] ?? before }));
}

/** `later`: the step was after this. `earlier`: it was before this. */
interface OwnBounds {
	later?: Bound | undefined;
	earlier?: Bound | undefined;
}

function ownBounds(
	steps: readonly BrowserStep[],
	places: Places,
	{ requestsOf, latest }: Known
): OwnBounds[] {
	/** How many messages of each object, direction and name there were. */
	const counts = new Map<string, number>();
	return steps.map((step): OwnBounds => {
		const { source, action, name } = step;
		const requests = requestsOf(step);
		if (action === 'new') return { earlier: places.opening(requests) };
		if (action === 'open') return { later: places.headBefore(requests, latest(step)) };
		if (action !== 'message' && action !== 'send') return {};
		const key = `${source} ${action} ${name}`;
		const n = counts.get(key) ?? 0;
		counts.set(key, n + 1);
		const message = places.message(requests, step, n);
		return action === 'send' ? { earlier: message } : { later: message };
	});
}
