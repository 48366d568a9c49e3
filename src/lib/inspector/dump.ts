import type { Span } from '$lib/protocol/wire/span.ts';
import { byteRows } from './byte-rows.ts';
import { fieldTexts } from './field-text.ts';
import { text as browserText } from './browser/text.ts';
import { describe, summarize } from './summary.ts';
import { text } from './text.ts';
import { isRebuilt, type Item, type Unit } from './timeline.ts';

const columns = 16;
/** In copies and in print, the bytes of a unit are truncated after this many; its fields are not. */
const maxBytes = 4096;

/** A unit as plain text: a headline, its bytes in hex and as characters, and its fields. */
export function dump(unit: Unit): string {
	const note = isRebuilt(unit) ? [text.rebuilt] : [];
	return [headline(unit), ...note, '', ...hexLines(unit), '', ...fieldLines(unit.span)].join('\n');
}

/** An event on the server or a step in the browser, in one line. */
export function stepLine(item: Exclude<Item, Unit>): string {
	if (item.type !== 'browser') return `${text.ms(item.t)} ${text.server} ${describe(item)}`;
	const { t, uncertainty, isUndecided } = item;
	const note = isUndecided ? [browserText.undecided] : [];
	const time = `${text.ms(t)}±${uncertainty.toFixed(1)}`;
	return [time, browserText.browser, describe(item), ...note].join(' ');
}

/** A trace as plain text: the units, with the events and steps between them. */
export const dumpAll = (items: readonly Item[]): string =>
	items.map((item) => (item.type === 'unit' ? dump(item) : stepLine(item))).join('\n\n');

export function headline(unit: Unit): string {
	const { connection, direction, span, t } = unit;
	const name = text.connectionName(connection.number, connection.kind);
	const size = text.bytes(span.to - span.from);
	return `${text.ms(t)} ${text.directions[direction]} ${name} ${size} ${summarize(unit)}`;
}

export function hexLines(unit: Unit): string[] {
	const options = { columns, limit: maxBytes, isUnmasked: false };
	return byteRows(unit, options).map(({ offset, cells }) => {
		const hex = cells.map((cell) => cell.hex).join(' ');
		const chars = cells.map(({ char }) => char).join('');
		return `${offset.toString(16).padStart(4, '0')}  ${hex.padEnd(columns * 3 - 1)}  ${chars}`;
	});
}

export function fieldLines(span: Span, depth = 0): string[] {
	const range = `${span.from}-${span.to - 1}`;
	const value = span.value === undefined ? '' : `: ${span.value.replace(/\s+/g, ' ')}`;
	const line = `${'  '.repeat(depth)}${fieldTexts[span.field].name} [${range}]${value}`;
	return [line, ...span.children.flatMap((child) => fieldLines(child, depth + 1))];
}
