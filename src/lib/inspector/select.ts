import type { WireField } from '$lib/protocol/wire/fields.ts';
import type { Span } from '$lib/protocol/wire/span.ts';
import { pathAt } from './measure.ts';
import { parsePlace, type Place } from './link.ts';
import type { Item, Unit } from './timeline.ts';

/** What is selected. It still applies after a growing connection has been decoded again. */
export interface Selection {
	/** The key of the item. */
	key: string;
	/** A span in the item; null for the whole item. */
	span: { field: WireField; from: number } | null;
}

export const selectItem = ({ key }: Item): Selection => ({ key, span: null });

export const selectSpan = ({ key }: Unit, { field, from }: Span): Selection => ({
	...{ key, span: { field, from } }
});

/** Selects the innermost field at a byte. */
function selectByte(unit: Unit, byte: number): Selection {
	const inner = pathAt(unit.span, byte).at(-1) ?? unit.span;
	return selectSpan(unit, inner);
}

/** The spans from the unit down to the selected one. */
export function selectedPath(unit: Unit, { span }: Selection): Span[] {
	if (span === null) return [unit.span];
	const path = findPath([unit.span], span);
	return path.length > 0 ? path : [unit.span];
}

function findPath(spans: readonly Span[], wanted: NonNullable<Selection['span']>): Span[] {
	for (const span of spans) {
		if (span.from > wanted.from || span.to <= wanted.from) continue;
		if (span.field === wanted.field && span.from === wanted.from) return [span];
		const path = findPath(span.children, wanted);
		if (path.length > 0) return [span, ...path];
	}
	return [];
}

/** The selection that the fragment of an address describes; null if it describes none, or one that does not exist. */
export function selectionIn(items: readonly Item[], fragment: string): Selection | null {
	const place = parsePlace(fragment);
	return place && selectPlace(items, place);
}

function selectPlace(items: readonly Item[], { record, byte }: Place): Selection | null {
	const first = items.find((item) => item.record === record);
	if (!first) return null;
	if (byte === null || first.type !== 'unit') return selectItem(first);
	const containsByte = (item: Item): item is Unit =>
		item.type === 'unit' &&
		item.connection === first.connection &&
		item.direction === first.direction &&
		item.span.from <= byte &&
		byte < item.span.to;
	const unit = items.find(containsByte);
	return unit ? selectByte(unit, byte) : selectItem(first);
}

/** The place of a selection, for `formatPlace`; null for a step in the browser, which is not a record of the server. */
export function placeOf(item: Item, path: readonly Span[], trace: string | null): Place | null {
	if (item.record === null) return null;
	const byte = item.type === 'unit' ? (path.at(-1)?.from ?? item.span.from) : null;
	return { record: item.record, byte, trace };
}
