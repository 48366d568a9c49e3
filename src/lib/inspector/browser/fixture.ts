import type { TraceRecord } from '$lib/protocol/trace.ts';
import { createTimeline, type Item } from '../timeline.ts';
import type { BrowserStep } from './steps.ts';

/** A step of the first EventSource of a page, except for `changes`. */
export const stepOf = (changes: Partial<BrowserStep>): BrowserStep => ({
	...{ at: 0, source: 1, api: 'EventSource', action: 'new', name: '', bytes: null, target: '' },
	...changes
});

/** The browser's clock shows this when the trace begins. */
export const zero = 1_000;

/** The timeline of records and steps, whose times are ms since the trace began. */
export function merge(
	records: readonly TraceRecord[],
	steps: readonly BrowserStep[],
	uncertainty = 1
): Item[] {
	const browser = steps.map((step) => ({ ...step, at: zero + step.at }));
	return createTimeline(records, { steps: browser, offset: -zero, uncertainty }).items;
}

/** An item in short: its type, and what a step is. */
export function nameOf(item: Item): string {
	if (item.type === 'browser') return `${item.step.api} ${item.step.action}`;
	return item.type === 'unit' ? `${item.direction} ${item.span.field}` : item.type;
}
