import { expect, it } from 'vitest';
import { addRow, type TimelineRow } from './timeline.ts';

it('W5: adds rows in order, each with a unique key, and removes the oldest beyond the limit', () => {
	let rows: readonly TimelineRow[] = [];
	for (let at = 0; at < 100; at++) rows = addRow(rows, { at, kind: 'note', text: String(at) });
	expect(rows).toHaveLength(60);
	expect(rows.map(({ at }) => at)).toEqual(Array.from({ length: 60 }, (_, i) => 40 + i));
	expect(new Set(rows.map(({ key }) => key)).size).toBe(60);
});
