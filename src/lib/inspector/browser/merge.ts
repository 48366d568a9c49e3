import type { TracedConnection } from '../../protocol/wire/connections.ts';
import type { Happening, Item, Unit } from '../timeline.ts';
import { boundsOf, type Bounds } from './bounds.ts';
import { matchRequests, type Offset } from './match.ts';
import { Places } from './places.ts';
import type { BrowserStep } from './steps.ts';

/** The steps in the browser of one trace, and how the clocks compare. */
export interface BrowserTrace extends Offset {
	steps: readonly BrowserStep[];
}

/** A step in the browser, among the items of the server. */
export interface BrowserItem {
	type: 'browser';
	key: string;
	/** ms since the trace began, on the server's clock: estimated. */
	t: number;
	/** It is not one of the server's records. */
	record: null;
	/** The request to which it belongs; null if that is unknown, or there is none. */
	connection: TracedConnection | null;
	step: BrowserStep;
	/** The largest error of `t`, ms. */
	uncertainty: number;
	/** Whether something happened on the server within the error, so that the order of the two is unknown. */
	isUndecided: boolean;
}

/**
 * Puts the steps of the browser among the items of the server. Their times are estimates. It is certain in which
 * order the steps happened, that a request arrives after the page has sent it, and that the server sends the head of
 * a response before the page sees it. Estimates that contradict this are corrected, by less than their error.
 */
export function mergeBrowser(
	items: readonly (Unit | Happening)[],
	connections: readonly TracedConnection[],
	{ steps, offset, uncertainty }: BrowserTrace
): Item[] {
	const requests = matchRequests(steps, connections, { offset, uncertainty });
	const requestsOf = ({ source }: BrowserStep) => requests.get(source) ?? [];
	const times = items.map(({ t }) => t);
	const bounds = boundsOf(steps, new Places(items), {
		requestsOf,
		latest: ({ at }) => at + offset + uncertainty,
		end: items.length
	});

	const placed = steps.map((step, i) => {
		const { after, before } = bounds[i] as Bounds;
		const estimate = step.at + offset;
		const t = clamp(estimate, after.t, before.t);
		const earliest = Math.max(estimate - uncertainty, after.t);
		const latest = Math.min(estimate + uncertainty, before.t);
		const item: BrowserItem = {
			...{ type: 'browser', key: `browser ${i}`, t, record: null, step, uncertainty },
			connection: requestOf(step, requestsOf(step), estimate + uncertainty),
			isUndecided: countUntil(times, latest, false) > countUntil(times, earliest, true)
		};
		return { item, position: clamp(countUntil(times, t, true), after.position, before.position) };
	});
	// The sort is stable, so a step comes before the item at its position.
	return [...placed, ...items.map((item, position) => ({ item, position }))]
		.sort((a, b) => a.position - b.position)
		.map(({ item }) => item);
}

const clamp = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);

/** The number of ascending times that are before `t`, or also at `t` if `isInclusive`. */
function countUntil(times: readonly number[], t: number, isInclusive: boolean): number {
	let [from, to] = [0, times.length];
	while (from < to) {
		const middle = (from + to) >> 1;
		const time = times[middle] ?? Infinity;
		if (time < t || (isInclusive && time === t)) from = middle + 1;
		else to = middle;
	}
	return from;
}

/** The last request that had begun by `latest`; the first if none had. Null if there is none, or if it is unknown. */
function requestOf(
	{ api, action }: BrowserStep,
	requests: readonly TracedConnection[],
	latest: number
): TracedConnection | null {
	// Socket.IO may use several requests for one connection, and a page does not see which of them carried an event.
	if (api === 'socket.io' && action !== 'new' && requests.length > 1) return null;
	return requests.findLast(({ openedAt }) => openedAt <= latest) ?? requests[0] ?? null;
}
