import type { WireField } from './fields.ts';
import type { Span } from './span.ts';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All spans, parents before their children. */
export function flatten(spans: readonly Span[]): Span[] {
	return spans.flatMap((span) => [span, ...flatten(span.children)]);
}

/** The values of a field, in order. */
export function valuesOf(spans: readonly Span[], field: WireField): (string | undefined)[] {
	return flatten(spans)
		.filter((span) => span.field === field)
		.map(({ value }) => value);
}

/** What is wrong with spans, or null: they have to cover all bytes in order, and children have to lie within their parents. */
export function mistakeIn(spans: readonly Span[], from: number, to: number): string | null {
	let at = from;
	for (const span of spans) {
		if (span.from !== at) return `${span.field} begins at ${span.from}, not ${at}`;
		at = span.to;
	}
	if (at !== to) return `the spans end at ${at}, not ${to}`;
	return spans.map(mistakeWithin).find((mistake) => mistake !== null) ?? null;
}

function mistakeWithin(parent: Span): string | null {
	let at = parent.from;
	for (const child of parent.children) {
		const isInOrder = child.bits !== undefined || child.from >= at;
		if (!isInOrder || child.from >= child.to || child.from < parent.from || child.to > parent.to) {
			return `${child.field} ${child.from}–${child.to} in ${parent.field} ${parent.from}–${parent.to}`;
		}
		at = child.to;
		const mistake = mistakeWithin(child);
		if (mistake !== null) return mistake;
	}
	return null;
}
