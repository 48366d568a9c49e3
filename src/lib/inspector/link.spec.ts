import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunk, request, response, recordsOf } from './fixture.ts';
import { formatPlace, parsePlace } from './link.ts';
import { placeOf, selectedPath, selectionIn } from './select.ts';
import { createTimeline, type Unit } from './timeline.ts';

describe('a link to a byte', () => {
	it('is parsed to the place from which it was formatted', () => {
		const place = fc.record({
			record: fc.nat(1e6),
			byte: fc.option(fc.nat(1e6)),
			trace: fc.option(fc.constantFrom('sse', 'long-polling'))
		});
		fc.assert(
			fc.property(place, (original) => {
				expect(parsePlace(formatPlace(original))).toEqual(original);
			})
		);
	});

	it.each(['', '#table', '#record=', '#record=-1', '#record=1e3', '#byte=3'])(
		'is not the fragment "%s"',
		(fragment) => expect(parsePlace(fragment)).toBeNull()
	);

	it('ignores malformed parts', () => {
		const place = { record: 1, byte: null, trace: null };
		expect(parsePlace('#record=1&byte=x&trace=%3Cscript%3E')).toEqual(place);
	});
});

const { items } = createTimeline(
	recordsOf([
		['in', request],
		['out', response + chunk],
		['out', chunk]
	])
);
const unitOf = (key: string) =>
	items.find((item): item is Unit => item.type === 'unit' && item.key === key)!;

it('selects the innermost field at a byte, in any unit of the record', () => {
	const byte = response.length + 4;
	const selection = selectionIn(items, `#record=2&byte=${byte}`)!;
	const unit = unitOf(selection.key);
	const path = selectedPath(unit, selection);
	expect(path.map(({ field }) => field)).toEqual([
		...['http.chunk', 'http.chunk-data', 'sse.event', 'sse.data', 'sse.name']
	]);
	expect(placeOf(unit, path, 'sse')).toEqual({ record: 2, byte, trace: 'sse' });
});

it('selects an item if there is no such byte, and nothing if there is no such record', () => {
	expect(selectionIn(items, '#record=0')).toEqual({ key: 'record 0', span: null });
	expect(selectionIn(items, '#record=99&byte=1')).toBeNull();
	expect(selectionIn(items, '#record=3&byte=99999')?.span).toBeNull();
});
