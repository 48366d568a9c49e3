import type { TraceRecord } from '$lib/protocol/trace.ts';
import { createTimeline, type Item } from '../timeline.ts';
import type { BrowserStep } from './steps.ts';

/** A step of the first EventSource of a page, except for `changes`. */
export const stepOf = (changes: Partial<BrowserStep>): BrowserStep => ({
	...{ at: 0, source: 1, api: 'EventSource', action: 'new', name: '', bytes: null, target: '' },
	...changes
});

/** The time of the browser's clock at which the trace begins. */
const startedAt = 1_000;

/** The timeline of records and steps, whose times are ms since the trace began. */
export function merge(
	records: readonly TraceRecord[],
	steps: readonly BrowserStep[],
	uncertainty = 1
): Item[] {
	const browser = steps.map((step) => ({ ...step, at: startedAt + step.at }));
	return createTimeline(records, { steps: browser, offset: -startedAt, uncertainty }).items;
}

/** Names a step in the browser by its API and action, a unit by its direction and field, and other items by their type. */
export function nameOf(item: Item): string {
	if (item.type === 'browser') return `${item.step.api} ${item.step.action}`;
	return item.type === 'unit' ? `${item.direction} ${item.span.field}` : item.type;
}
